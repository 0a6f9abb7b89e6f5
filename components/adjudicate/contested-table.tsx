import Link from "next/link"
import { contestWords } from "@/components/adjudicate/case-header"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import { TextLink } from "@/components/ui/text-link"
import { skipReasons } from "@/core/annotate/skip-reasons"
import type { ContestedRow } from "@/core/lists/contested-row"

export function ContestedTable({
  rows,
  ruled,
  desk,
  tasks,
}: {
  rows: readonly ContestedRow[]
  ruled: boolean
  /** Paths of the page that rules and of the tasks. */
  desk: string
  tasks: string
}) {
  return (
    <Table caption={ruled ? "Ruled tasks" : "Tasks that wait for a ruling"} className="panel">
      <thead>
        <tr>
          <Th>Prompt</Th>
          <Th>{ruled ? "Ruled" : "Why it waits"}</Th>
          <Th numeric>{ruled ? "Votes" : "Sure"}</Th>
          <Th>
            <span className="sr-only">Rule</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.taskId}>
            <Td className="w-1/2 min-w-64">
              <Link
                dir="auto"
                href={`${tasks}/${row.taskId}`}
                className="line-clamp-2 font-medium wrap-anywhere hover:text-accent hover:underline"
              >
                {row.prompt.trim() || "(an empty prompt)"}
              </Link>
              <span className="mt-1 flex flex-wrap gap-1">
                {row.own && <Badge tone="warn">You voted on it</Badge>}
                {row.busy && <Badge>Before a colleague</Badge>}
              </span>
            </Td>
            <Td className="min-w-52">{row.ruledAt ? <When at={row.ruledAt} /> : <Why row={row} />}</Td>
            <Td numeric className="whitespace-nowrap">
              {ruled || row.posterior === null ? "" : row.posterior.toFixed(2)}
              <span className="block text-xs text-ink-3">
                {row.counted} of {row.overlap} votes
              </span>
            </Td>
            <Td>
              <TextLink
                href={`${desk}?task=${row.taskId}`}
                aria-label={`Rule on: ${row.prompt.slice(0, 80)}`}
              >
                {ruled ? "Rule again" : "Rule"}
              </TextLink>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Why({ row }: { row: ContestedRow }) {
  const reasons = row.reasons.filter((reason) => reason !== "POSTERIOR" || row.reasons.length === 1)
  const label = (reason: string) => skipReasons.find((one) => one.reason === reason)?.label ?? reason
  return (
    <span className="grid gap-1">
      {reasons.map((reason) => (
        <span key={reason}>{contestWords[reason]}</span>
      ))}
      {row.review && (
        <span className="text-ink-2">
          Skipped
          {row.skips.length > 0 && ": "}
          {row.skips
            .map((skip) => `${label(skip.reason)}${skip.count > 1 ? ` (${skip.count})` : ""}`)
            .join("; ")}
        </span>
      )}
    </span>
  )
}
