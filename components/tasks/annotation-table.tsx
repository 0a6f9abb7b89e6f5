import Link from "next/link"
import { toDuration } from "@/components/projects/figures"
import { When } from "@/components/projects/when"
import { answerName } from "@/components/tasks/answer-name"
import { AnnotationStateBadge } from "@/components/tasks/state-badge"
import { Badge } from "@/components/ui/badge"
import { SortTh, Table, Td, Th, Tr } from "@/components/ui/table"
import { type AnnotationQuery, annotationQueryDefaults } from "@/core/lists/annotation-query"
import type { AnnotationRow } from "@/core/lists/annotation-row"
import { toQueryString } from "@/core/lists/query-string"
import type { FlagLabels } from "@/core/protocol"

export function AnnotationTable({
  rows,
  labels,
  query,
  path,
  tasksPath,
}: {
  rows: readonly AnnotationRow[]
  /** What the protocol calls each flag. */
  labels: FlagLabels
  query: AnnotationQuery
  path: string
  tasksPath: string
}) {
  const sortBy = (sort: AnnotationQuery["sort"]) => {
    const now = query.sort === sort ? query.dir : undefined
    const dir = now ? (now === "asc" ? "desc" : "asc") : sort === "person" ? "asc" : "desc"
    return { href: `${path}${toQueryString(query, annotationQueryDefaults, { sort, dir })}`, direction: now }
  }
  return (
    <Table caption="Annotations" className="panel">
      <thead>
        <tr>
          <SortTh {...sortBy("when")}>When (UTC)</SortTh>
          <SortTh {...sortBy("person")}>Person</SortTh>
          <Th>Task</Th>
          <Th>Answer</Th>
          <Th>State</Th>
          <SortTh {...sortBy("time")} numeric>
            Time
          </SortTh>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td>
              <When at={row.createdAt} />
              {row.revision > 1 && <span className="block text-xs text-ink-3">revision {row.revision}</span>}
            </Td>
            <Td className="min-w-40">
              <span dir="auto" className="wrap-anywhere">
                {row.name || row.email}
              </span>
            </Td>
            <Td className="w-2/5 min-w-56">
              <Link
                dir="auto"
                href={`${tasksPath}/${row.taskId}`}
                className="line-clamp-2 wrap-anywhere hover:text-accent hover:underline"
              >
                {row.prompt.trim() || "(an empty prompt)"}
              </Link>
              <Marks row={row} labels={labels} />
            </Td>
            <Td className="min-w-40">
              <span className="font-medium">{row.answer ? answerName[row.answer] : "–"}</span>
              {row.level !== null && row.level > 1 && (
                <span className="text-ink-2"> · strength {row.level}</span>
              )}
              {row.better && (
                <span dir="auto" className="block text-xs wrap-anywhere text-ink-3">
                  {row.better} over {row.worse}
                </span>
              )}
            </Td>
            <Td>
              <AnnotationStateBadge state={row.state} />
            </Td>
            <Td numeric className="whitespace-nowrap">
              {row.activeMs === null ? (
                <span className="text-ink-3">–</span>
              ) : (
                toDuration(row.activeMs / 1000)
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Marks({ row, labels }: { row: AnnotationRow; labels: FlagLabels }) {
  const words = row.note || row.rationale
  if (row.flags.length === 0 && !words) return null
  return (
    <span className="mt-1 grid gap-1">
      {row.flags.length > 0 && (
        <span className="flex flex-wrap gap-1">
          {row.flags.map((flag) => (
            <Badge key={flag} tone="warn">
              {labels.get(flag) ?? flag}
            </Badge>
          ))}
        </span>
      )}
      {words && (
        <span dir="auto" className="line-clamp-2 text-xs wrap-anywhere text-ink-2">
          “{words}”
        </span>
      )}
    </span>
  )
}
