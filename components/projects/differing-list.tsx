import Link from "next/link"
import { plural, toFigure } from "@/components/projects/figures"
import { TextLink } from "@/components/ui/text-link"
import type { DifferingTask } from "@/core/lists/progress-rows"

/** Tasks on which people differ, sharpest first, each with its votes and the way to it. */
export function DifferingList({
  rows,
  total,
  judgedTwice,
  tasksHref,
}: {
  rows: readonly DifferingTask[]
  total: number
  /** Tasks with two or more counted answers: only those can differ. */
  judgedTwice: number
  tasksHref: string
}) {
  return (
    <section aria-labelledby="differ" className="panel panel-padded">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="differ" className="text-base">
          Where do people differ?
        </h2>
        <p className="figures text-xs text-ink-3">n {plural(judgedTwice, "task")} judged twice or more</p>
      </div>
      <p className="figures mt-1 text-sm text-ink-2">
        {judgedTwice === 0
          ? "No task has two answers yet. With an overlap of 2 or more, differences show here."
          : total === 0
            ? "On none so far."
            : `On ${toFigure(total)} of them.`}
      </p>
      {rows.length > 0 && (
        <ul className="mt-3 divide-y divide-line">
          {rows.map((row) => (
            <li key={row.taskId}>
              <Link href={`${tasksHref}/${row.taskId}`} className="group block py-2.5">
                <span
                  dir="auto"
                  className="line-clamp-1 font-medium group-hover:text-accent group-hover:underline"
                >
                  {row.prompt || "(an empty prompt)"}
                </span>
                <span className="figures mt-0.5 block text-sm text-ink-2">{toVotes(row)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {total > rows.length && (
        <p className="mt-3 text-sm">
          <TextLink href={`${tasksHref}?differ=1`}>All {toFigure(total)} tasks</TextLink>
        </p>
      )}
    </section>
  )
}

function toVotes(row: DifferingTask): string {
  const parts = [
    `${row.a} for ${row.modelA}`,
    `${row.b} for ${row.modelB}`,
    row.tie > 0 ? plural(row.tie, "tie") : "",
    row.bothBad > 0 ? `${row.bothBad} both bad` : "",
  ]
  return parts.filter(Boolean).join(" · ")
}
