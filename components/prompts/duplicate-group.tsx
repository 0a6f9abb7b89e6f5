"use client"

import { useState } from "react"
import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { holdName } from "@/components/prompts/prompt-words"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import type { FormAction } from "@/core/action-result"
import type { DuplicateGroup, DuplicateRow } from "@/core/prompts/duplicates"

type Outcome = { changed: number; tasks: number }
export type DuplicateActions = {
  readonly hold: FormAction<Outcome>
  readonly release: FormAction<Outcome>
}

/** The prompts of one group side by side, why they are alike, and which of them stays. */
export function DuplicateGroupPanel({
  slug,
  group: { group, size, rows },
  actions,
}: {
  slug: string
  group: DuplicateGroup
  /** None for who may only read. */
  actions: DuplicateActions | null
}) {
  const served = rows.filter((row) => row.heldBack === null)
  const [keep, setKeep] = useState(served[0]?.promptId ?? rows[0]?.promptId ?? "")
  const splits = new Set(served.map((row) => row.split))
  return (
    <section aria-label={`Group ${group}`} className="panel panel-padded">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <h2 className="font-medium">{plural(size, "prompt")}</h2>
        {splits.size > 1 && <Badge tone="warn">In {[...splits].toSorted().join(" and ")}</Badge>}
        {served.length < 2 && rows.length === size && <Badge tone="good">Settled</Badge>}
      </div>
      <ol className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {rows.map((row) => (
          <li key={row.promptId} className="flex min-w-0 flex-col border-s-2 border-line ps-3">
            <p
              dir="auto"
              // Scrolled by keyboard, so it must take focus.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              className="max-h-48 overflow-y-auto text-sm wrap-anywhere whitespace-pre-wrap"
            >
              {row.text.trim() || "(an empty prompt)"}
            </p>
            <p className="mt-2 text-xs text-ink-2">{whyText(row)}</p>
            <p className="mt-0.5 text-xs text-ink-3">{factsText(row)}</p>
            <div className="mt-2 flex flex-wrap items-center gap-3">
              {row.heldBack ? (
                <Badge tone="warn">{holdName[row.heldBack]}</Badge>
              ) : (
                actions && (
                  <label className="flex min-h-6 cursor-pointer items-center gap-2 text-sm pointer-coarse:min-h-11">
                    <input
                      type="radio"
                      name={`keep-${group}`}
                      checked={keep === row.promptId}
                      onChange={() => setKeep(row.promptId)}
                      className="size-4 accent-current"
                    />
                    Stays
                  </label>
                )
              )}
            </div>
          </li>
        ))}
      </ol>
      {size > rows.length && (
        <p className="mt-3 text-sm text-ink-2">and {size - rows.length} more, in the table to download</p>
      )}
      {actions && (
        <GroupForms slug={slug} group={group} keep={keep} rows={rows} size={size} actions={actions} />
      )}
    </section>
  )
}

function GroupForms({
  slug,
  group,
  keep,
  rows,
  size,
  actions,
}: {
  slug: string
  group: number
  keep: string
  rows: readonly DuplicateRow[]
  size: number
  actions: DuplicateActions
}) {
  const hold = useFormAction(actions.hold)
  const release = useFormAction(actions.release)
  const isOpen = size > rows.length || rows.filter((row) => row.heldBack === null).length > 1
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      {isOpen && (
        <form {...hold.formProps}>
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="group" value={group} />
          <input type="hidden" name="keep" value={keep} />
          <Button type="submit" size="sm" busy={hold.pending}>
            Hold the others back
          </Button>
        </form>
      )}
      {rows.some((row) => row.heldBack === "duplicate") && (
        <form {...release.formProps}>
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="group" value={group} />
          <Button type="submit" size="sm" variant="quiet" busy={release.pending}>
            Release all of them
          </Button>
        </form>
      )}
      {[hold.result, release.result].map(
        (result, index) =>
          // Two forms, always in this order.
          // oxlint-disable-next-line react/no-array-index-key
          result && !result.ok && <FormResult key={index} result={result} />,
      )}
    </div>
  )
}

function whyText({ place, likePlace, prefix, estimate, jaccard }: DuplicateRow): string {
  if (likePlace === null || jaccard === null) return `${place + 1}. The oldest of them.`
  const share = (value: number | null) => (value ?? 0).toFixed(2)
  return `${place + 1}. Like ${likePlace + 1}: ${share(jaccard)} in common (estimated ${share(estimate)}), the first ${(
    prefix ?? 0
  ).toLocaleString("en")} characters the same.`
}

function factsText({ useCase, sourceUser, split, completions, answers }: DuplicateRow): string {
  return [
    split,
    plural(completions, "completion"),
    plural(answers, "answer"),
    ...(useCase ? [useCase] : []),
    ...(sourceUser ? [sourceUser] : []),
  ].join(" · ")
}
