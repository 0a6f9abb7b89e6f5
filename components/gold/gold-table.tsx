import Link from "next/link"
import { RestoreGold, RetireGold } from "@/components/gold/gold-actions"
import { toGoldAnswerText } from "@/components/gold/gold-answer-text"
import { Badge } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { FormAction } from "@/core/action-result"
import type { GoldRow } from "@/core/lists/gold-row"

export function GoldTable({
  rows,
  slug,
  tasksHref,
  retire,
  restore,
}: {
  rows: readonly GoldRow[]
  slug: string
  tasksHref: string
  retire: FormAction<null>
  restore: FormAction<null>
}) {
  return (
    <Table caption="Gold tasks, those in use first, the hardest first" className="panel">
      <thead>
        <tr>
          <Th>Prompt</Th>
          <Th>Known answer</Th>
          <Th numeric>Right</Th>
          <Th>95 % interval</Th>
          <Th numeric>Skips</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.taskId}>
            <Td className="min-w-64">
              <Link
                dir="auto"
                href={`${tasksHref}/${row.taskId}`}
                className="line-clamp-2 font-medium wrap-anywhere hover:text-accent hover:underline"
              >
                {row.prompt.trim() || "(an empty prompt)"}
              </Link>
              {row.part && <Badge>{row.part}</Badge>}
            </Td>
            <Td className="min-w-52">
              <span className="block">{toGoldAnswerText(row)}</span>
              <span dir="auto" className="mt-0.5 block text-ink-2 wrap-anywhere">
                {row.reason}
              </span>
            </Td>
            <Td numeric className="whitespace-nowrap">
              {row.answered === 0 ? <span className="text-ink-3">–</span> : `${row.right} of ${row.answered}`}
            </Td>
            <Td className="figures whitespace-nowrap">
              {row.interval ? (
                `${Math.round(row.interval.low * 100)}–${Math.round(row.interval.high * 100)} %`
              ) : (
                <span className="text-ink-3">–</span>
              )}
            </Td>
            <Td numeric className={row.skipped === 0 ? "text-ink-3" : ""}>
              {row.skipped}
            </Td>
            <Td className="min-w-40">
              {row.retiredAt ? (
                <div className="grid justify-items-start gap-2">
                  <Badge>Retired</Badge>
                  {row.retiredReason && <span className="text-ink-2 wrap-anywhere">{row.retiredReason}</span>}
                  <RestoreGold hidden={{ slug, taskId: row.taskId }} restore={restore} />
                </div>
              ) : (
                <RetireGold hidden={{ slug, taskId: row.taskId }} retire={retire} />
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
