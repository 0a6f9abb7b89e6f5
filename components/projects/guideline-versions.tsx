import Link from "next/link"
import { plural } from "@/components/projects/figures"
import { When } from "@/components/projects/when"
import type { GuidelineVersion } from "@/core/lists/guideline-version"
import { cx } from "@/components/ui/cx"

/** All versions, newest first, each with what was judged under it. */
export function GuidelineVersions({
  versions,
  shown,
  path,
}: {
  versions: readonly GuidelineVersion[]
  shown: number
  path: string
}) {
  const newest = versions[0]?.version
  return (
    <nav aria-label="Versions of the guidelines">
      <h2 className="mb-2 text-sm">Versions</h2>
      <ul className="grid gap-0.5">
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
