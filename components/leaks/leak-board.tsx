"use client"

import { LeakAll } from "@/components/leaks/leak-all"
import { type LeakChange, toLeakOutcome } from "@/components/leaks/leak-outcome"
import { LeakTable } from "@/components/leaks/leak-table"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { EmptyState } from "@/components/ui/empty-state"
import type { FormAction } from "@/core/action-result"
import type { LeakQuery } from "@/core/lists/leak-query"
import type { LeakRow } from "@/core/lists/leak-row"

/** The completions that name their model, and what is done about them: one or all that are listed. */
export function LeakBoard({
  slug,
  rows,
  total,
  query,
  changeOne,
  changeAll,
}: {
  slug: string
  rows: readonly LeakRow[]
  total: number
  query: LeakQuery
  changeOne: FormAction<LeakChange>
  changeAll: FormAction<LeakChange>
}) {
  const one = useFormAction(changeOne)
  return (
    <div className="grid min-w-0 gap-4">
      {rows.length > 0 && <LeakAll slug={slug} query={query} total={total} change={changeAll} />}
      <FormResult result={one.result} done={toLeakOutcome} />
      {rows.length > 0 ? (
        <LeakTable slug={slug} rows={rows} pending={one.pending} formProps={one.formProps} />
      ) : (
        <div className="panel">
          <EmptyState title="No completion fits these filters" />
        </div>
      )}
    </div>
  )
}
