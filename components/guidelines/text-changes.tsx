import { cx } from "@/components/ui/cx"
import type { TextChange } from "@/core/text-changes"

/**
 * Two versions of a text as one. `added` and `removed` are said to screen readers before each change,
 * `gap` stands where unchanged lines are left out; they are handed in because one of the pages that
 * show changes speaks several languages.
 */
export function TextChanges({
  changes,
  words,
  className,
}: {
  changes: readonly TextChange[]
  words: { readonly added: string; readonly removed: string; readonly gap: string }
  className?: string
}) {
  return (
    <div dir="auto" className={cx("text-sm leading-relaxed whitespace-pre-wrap wrap-anywhere", className)}>
      {changes.map(({ kind, text }, index) => {
        // Changes have no name but their place, and never change order.
        const key = index
        if (kind === "same") return <span key={key}>{text}</span>
        if (kind === "gap") {
          return (
            <span key={key} className="block py-1 text-ink-3">
              {words.gap}
            </span>
          )
        }
        const said = <span className="sr-only">{words[kind]} </span>
        return kind === "added" ? (
          <ins key={key} className="rounded-sm bg-good-soft decoration-good underline-offset-3">
            {said}
            {text}
          </ins>
        ) : (
          <del key={key} className="rounded-sm bg-bad-soft decoration-bad">
            {said}
            {text}
          </del>
        )
      })}
    </div>
  )
}
