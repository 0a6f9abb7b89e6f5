import { TextChanges } from "@/components/guidelines/text-changes"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Select } from "@/components/ui/select"
import { TextLink } from "@/components/ui/text-link"
import type { TextChange } from "@/core/text-changes"

/** Picks two versions of the guidelines; the address holds them, so a comparison can be sent to somebody. */
export function CompareForm({
  path,
  versions,
  from,
  to,
}: {
  path: string
  /** Newest first. */
  versions: readonly number[]
  from: number
  to: number
}) {
  const options = versions.map((version) => (
    <option key={version} value={version}>
      Version {version}
    </option>
  ))
  return (
    <form action={path} className="mt-6 grid gap-2" aria-label="Compare two versions">
      <h2 className="text-sm">Compare</h2>
      <label className="text-xs text-ink-2">
        From
        <Select name="against" defaultValue={from} className="mt-1">
          {options}
        </Select>
      </label>
      <label className="text-xs text-ink-2">
        To
        <Select name="version" defaultValue={to} className="mt-1">
          {options}
        </Select>
      </label>
      <Button type="submit" size="sm">
        Compare
      </Button>
    </form>
  )
}

/** What changed from one version to another, word by word. */
export function Comparison({
  from,
  to,
  changes,
  path,
}: {
  from: number
  to: number
  changes: readonly TextChange[]
  path: string
}) {
  return (
    <>
      <Notice className="mb-4">
        From version {from} to version {to}. <TextLink href={path}>Go to the one in force</TextLink>
      </Notice>
      <article className="panel panel-padded" aria-label={`From version ${from} to version ${to}`}>
        {changes.length === 0 ? (
          <p className="text-ink-2">The two have the same words.</p>
        ) : (
          <TextChanges changes={changes} words={{ added: "added:", removed: "removed:", gap: "…" }} />
        )}
      </article>
    </>
  )
}
