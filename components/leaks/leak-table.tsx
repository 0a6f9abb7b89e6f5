import Link from "next/link"
import type { ComponentProps } from "react"
import { LeakExcerpt } from "@/components/leaks/leak-excerpt"
import { LeakStateBadge, measureName, measuresFor } from "@/components/leaks/leak-state"
import { plural } from "@/components/projects/figures"
import { Button } from "@/components/ui/button"
import { ActionsTd, ActionsTh, rowActions, Table, Td, Th, Tr } from "@/components/ui/table"
import type { LeakRow } from "@/core/lists/leak-row"

export function LeakTable({
  slug,
  rows,
  pending,
  formProps,
}: {
  slug: string
  rows: readonly LeakRow[]
  pending: boolean
  formProps: Pick<ComponentProps<"form">, "action" | "onSubmit">
}) {
  return (
    <Table caption="Completions that name their model" className="panel">
      <thead>
        <tr>
          <Th>Where it names its model</Th>
          <Th>Model</Th>
          <Th>State</Th>
          <ActionsTh label="What to do" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="min-w-44 sm:w-1/2 sm:min-w-80">
              <Prompt slug={slug} row={row} />
              {row.excerpts.map((excerpt, index) => (
                // Excerpts have no names; their order never changes.
                // oxlint-disable-next-line react/no-array-index-key
                <LeakExcerpt key={index} excerpt={excerpt} />
              ))}
              {row.answers > 0 && (
                <span className="mt-1 block text-xs text-ink-2">
                  {plural(row.answers, "answer")} given by people who may have read it
                </span>
              )}
            </Td>
            <Td className="min-w-28 wrap-anywhere text-ink-2">{row.model}</Td>
            <Td className="whitespace-nowrap">
              <LeakStateBadge state={row.state} />
            </Td>
            <ActionsTd>
              <form {...formProps} className={rowActions}>
                <input type="hidden" name="slug" value={slug} />
                <input type="hidden" name="id" value={row.id} />
                {measuresFor[row.state].map((measure) => (
                  <Button
                    key={measure}
                    type="submit"
                    size="sm"
                    name="measure"
                    value={measure}
                    busy={pending}
                    className="whitespace-nowrap"
                  >
                    {measureName[measure]}
                  </Button>
                ))}
              </form>
            </ActionsTd>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Prompt({ slug, row }: { slug: string; row: LeakRow }) {
  const prompt = row.prompt.trim() || "(an empty prompt)"
  const look = "mb-1 line-clamp-1 text-ink-2 wrap-anywhere"
  if (!row.taskId) {
    return (
      <span dir="auto" className={look}>
        {prompt}
      </span>
    )
  }
  return (
    <Link
      dir="auto"
      href={`/projects/${slug}/tasks/${row.taskId}`}
      className={`${look} hover:text-accent hover:underline`}
    >
      {prompt}
    </Link>
  )
}
