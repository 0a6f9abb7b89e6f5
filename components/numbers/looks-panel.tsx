import Link from "next/link"
import { figure } from "@/components/numbers/format"

/** What wants a person's look, each with its way there. */
export function LooksPanel({
  contested,
  contestedHref,
  flags,
  flagsHref,
  types,
}: {
  contested: number
  contestedHref: string | null
  flags: number
  flagsHref: string | null
  /** Flags of the whole project by type, whatever the filters. */
  types: readonly { readonly type: string; readonly n: number }[]
}) {
  return (
    <section aria-labelledby="looks" className="panel panel-padded">
      <h2 id="looks" className="text-base">
        What needs a look?
      </h2>
      <ul className="mt-2 space-y-1 text-sm">
        <li>
          <Maybe href={contestedHref}>
            {contested === 1 ? "One contested task" : `${figure(contested)} contested tasks`}
          </Maybe>
          <span className="text-ink-2"> on which people differ and nobody has ruled.</span>
        </li>
        <li>
          <Maybe href={flagsHref}>{flags === 1 ? "One flag" : `${figure(flags)} flags`}</Maybe>
          <span className="text-ink-2"> set on counted answers.</span>
        </li>
      </ul>
      {types.length > 0 && (
        <ul
          aria-label="Flags by type, whole project"
          className="figures mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm"
        >
          {types.map(({ type, n }) => (
            <li key={type}>
              <Maybe
                href={flagsHref === null ? null : flagsHref.replace("=any", `=${encodeURIComponent(type)}`)}
              >
                {type}
              </Maybe>{" "}
              <span className="text-ink-2">{figure(n)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Maybe({ href, children }: { href: string | null; children: React.ReactNode }) {
  return href === null ? (
    <span className="figures font-medium">{children}</span>
  ) : (
    <Link href={href} className="figures font-medium text-accent hover:underline">
      {children}
    </Link>
  )
}
