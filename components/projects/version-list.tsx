import Link from "next/link"
import { plural } from "@/components/projects/figures"
import { When } from "@/components/projects/when"
import { cx } from "@/components/ui/cx"

export type Version = {
  readonly version: number
  readonly createdAt: Date
  readonly by: string | null
  readonly annotations: number
}

/** All versions of guidelines or a protocol, newest first, each with what was judged under it. */
export function VersionList({
  label,
  versions,
  shown,
  path,
  inRow = false,
}: {
  label: string
  versions: readonly Version[]
  shown: number
  path: string
  /** Side by side, for a place under the page's content. */
  inRow?: boolean
}) {
  const newest = versions[0]?.version
  return (
    <nav aria-label={label}>
      <h2 className="mb-2 text-sm">Versions</h2>
      <ul className={inRow ? "flex flex-wrap gap-1" : "grid gap-0.5"}>
        {versions.map((each) => (
          <li key={each.version}>
            <Link
              href={each.version === newest ? path : `${path}?version=${each.version}`}
              aria-current={each.version === shown ? "true" : undefined}
              className={cx(
                "block rounded-control px-3 py-2 text-sm",
                each.version === shown ? "bg-line/70" : "hover:bg-hover",
              )}
            >
              <span className="font-medium">Version {each.version}</span>
              {each.version === newest && <span className="text-ink-2"> · in force</span>}
              <span className="block text-xs text-ink-3">
                <When at={each.createdAt} onlyDay />
                {each.by && (
                  <>
                    , <bdi>{each.by}</bdi>
                  </>
                )}
              </span>
              <span className="figures block text-xs text-ink-3">
                {plural(each.annotations, "annotation")} under it
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
