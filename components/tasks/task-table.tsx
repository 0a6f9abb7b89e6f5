import Link from "next/link"
import { When } from "@/components/projects/when"
import { TaskStateBadge } from "@/components/tasks/state-badge"
import { Badge } from "@/components/ui/badge"
import { SortTh, Table, Td, Th, Tr } from "@/components/ui/table"
import { toSortLink } from "@/core/lists/query-string"
import { type TaskQuery, type TaskSort, taskQueryDefaults } from "@/core/lists/task-query"
import type { TaskRow } from "@/core/lists/task-row"

/** First click: the direction one most likely wants of that column. */
const firstDirection: Readonly<Record<TaskSort, "asc" | "desc">> = {
  created: "asc",
  prompt: "asc",
  votes: "desc",
  skips: "desc",
  last: "desc",
}

export function TaskTable({
  rows,
  query,
  path,
}: {
  rows: readonly TaskRow[]
  query: TaskQuery
  path: string
}) {
  const sortBy = (sort: TaskSort) => toSortLink(path, query, taskQueryDefaults, sort, firstDirection[sort])
  return (
    <Table caption="Tasks" className="panel">
      <thead>
        <tr>
          <SortTh {...sortBy("prompt")}>Prompt</SortTh>
          <Th>Models</Th>
          <Th>State</Th>
          <SortTh {...sortBy("votes")} numeric>
            Answers
          </SortTh>
          <SortTh {...sortBy("skips")} numeric>
            Skips
          </SortTh>
          <SortTh {...sortBy("last")}>Last answer</SortTh>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="w-1/2 min-w-64">
              <Link
                dir="auto"
                href={`${path}/${row.id}`}
                className="line-clamp-2 font-medium wrap-anywhere hover:text-accent hover:underline"
              >
                {row.prompt.trim() || "(an empty prompt)"}
              </Link>
              {row.tags.length > 0 && (
                <span className="mt-1 flex flex-wrap gap-1">
                  {row.tags.slice(0, 4).map((tag) => (
                    <Badge key={tag}>{tag}</Badge>
                  ))}
                </span>
              )}
            </Td>
            <Td className="min-w-36 text-ink-2">
              {row.models.map((model, position) => (
                // Two texts of one model stand in one task when pairs came as imported.
                // oxlint-disable-next-line react/no-array-index-key
                <span key={`${position} ${model}`} className="block wrap-anywhere">
                  {model}
                </span>
              ))}
            </Td>
            <Td>
              <span className="flex flex-col items-start gap-1">
                <TaskStateBadge state={row.state} />
                {row.differs && <Badge tone="warn">Differ</Badge>}
                {row.gold && <Badge>Gold</Badge>}
              </span>
            </Td>
            <Td numeric className="whitespace-nowrap">
              {row.counted} of {row.overlap}
              {row.taken > row.counted && (
                <span className="block text-xs text-ink-3">{row.taken - row.counted} on a desk</span>
              )}
            </Td>
            <Td numeric className={row.skips === 0 ? "text-ink-3" : ""}>
              {row.skips}
            </Td>
            <Td>{row.lastAt ? <When at={row.lastAt} /> : <span className="text-ink-3">–</span>}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
