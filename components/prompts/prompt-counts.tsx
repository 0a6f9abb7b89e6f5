import { holdName } from "@/components/prompts/prompt-words"
import { TextLink } from "@/components/ui/text-link"
import { type PromptFilter, promptFilterDefaults, without } from "@/core/lists/prompt-query"
import type { PromptCount, PromptCounts } from "@/core/lists/prompt-row"
import { toQueryString } from "@/core/lists/query-string"
import { holdReasons } from "@/core/prompts/hold"

const shown = 8

/** What the listed prompts say about themselves; each line narrows the list down. */
export function PromptCountsPanel({
  path,
  filter,
  counts,
}: {
  path: string
  filter: PromptFilter
  counts: PromptCounts
}) {
  const groups = [
    ["Use case", "useCase", counts.useCase],
    ["Language", "language", counts.language],
    ["Tag", "tag", counts.tag],
    ["Split", "split", counts.split],
    ["State", "state", counts.state],
    ["Source user", "user", counts.user],
  ] as const
  return (
    <details className="panel panel-padded mb-4">
      <summary className="cursor-pointer text-sm font-medium">Counts of what is listed</summary>
      <div className="mt-4 grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        {groups.map(([label, key, rows]) => (
          <section key={key} aria-label={label} className="min-w-0">
            <h2 className="mb-1 text-xs font-medium text-ink-2">{label}</h2>
            <ul className="grid gap-0.5 text-sm">
              {rows.slice(0, shown).map(({ value, n }) => (
                <li key={value ?? ""} className="flex items-baseline justify-between gap-3">
                  <TextLink
                    href={`${path}${toQueryString(filter, promptFilterDefaults, { [key]: toFilterValue(key, value) })}`}
                    className="min-w-0 wrap-anywhere"
                  >
                    {toWords(key, value)}
                  </TextLink>
                  <span className="figures text-ink-2">{n.toLocaleString("en")}</span>
                </li>
              ))}
              {rows.length > shown && <li className="text-xs text-ink-3">and {moreText(rows)}</li>}
            </ul>
          </section>
        ))}
      </div>
    </details>
  )
}

function moreText(rows: readonly PromptCount[]): string {
  return rows.length >= 40 ? "more" : `${rows.length - shown} more`
}

function toFilterValue(key: string, value: string | null): string {
  if (value !== null) return value
  return key === "state" ? "served" : key === "split" ? "none" : without
}

function toWords(key: string, value: string | null): string {
  if (key === "state") {
    const reason = holdReasons.find((one) => one === value)
    return reason ? holdName[reason] : "Served"
  }
  return value ?? "none"
}
