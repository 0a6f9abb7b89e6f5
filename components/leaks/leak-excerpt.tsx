import type { Excerpt } from "@/core/leaks/to-excerpts"

/** A piece of a completion, the names marked. Plain text: what a model wrote is never markup here. */
export function LeakExcerpt({ excerpt }: { excerpt: Excerpt }) {
  return (
    <p dir="auto" className="wrap-anywhere">
      {excerpt.map(({ text, hit }, index) =>
        hit ? (
          // Parts have no names; their order never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <mark key={index} className="rounded-[4px] bg-warn-soft px-0.5 font-medium text-warn">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </p>
  )
}
