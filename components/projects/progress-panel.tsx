import Link from "next/link"
import { plural, toFigure, toPercent } from "@/components/projects/figures"
import { cx } from "@/components/ui/cx"
import { Progress } from "@/components/ui/progress"
import type { ProjectProgress } from "@/core/lists/progress-rows"
import type { TaskState } from "@/core/lists/task-query"

const states: readonly { state: TaskState; label: string; mark: string }[] = [
  { state: "done", label: "Done", mark: "bg-accent" },
  { state: "running", label: "In progress", mark: "bg-accent-line" },
  { state: "open", label: "Open", mark: "bg-line border border-line-strong" },
  { state: "review", label: "In review", mark: "bg-warn" },
  { state: "retired", label: "Retired", mark: "border border-dashed border-line-strong" },
  { state: "gold", label: "Gold", mark: "border border-line-strong" },
]

/** How far the effort is: judgments as the figure, tasks by state as its parts, each a link to them. */
export function ProgressPanel({ progress, tasksHref }: { progress: ProjectProgress; tasksHref: string }) {
  const { tasks, judgments } = progress
  const left = judgments.wanted - judgments.counted
  return (
    <section aria-labelledby="progress" className="panel panel-padded">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="progress" className="text-base">
          How far are we?
        </h2>
        <p className="figures text-xs text-ink-3">
          {plural(tasks.total, "task")} on {plural(progress.prompts, "prompt")}
        </p>
      </div>
      <p className="mt-3 flex flex-wrap items-baseline gap-x-2.5">
        <span className="figures text-2xl font-semibold">
          {toPercent(judgments.counted, judgments.wanted)}
        </span>
        <span className="figures text-ink-2">
          {toFigure(judgments.counted)} of {plural(judgments.wanted, "judgment")}
          {left > 0 && <>, {toFigure(left)} to go</>}
        </span>
      </p>
      <Progress
        className="mt-3 h-2.5"
        label="Tasks by state"
        total={tasks.total - tasks.retired - tasks.gold}
        parts={[
          { label: "done", value: tasks.done, tone: "done" },
          { label: "in progress", value: tasks.running, tone: "running" },
          { label: "in review", value: tasks.review, tone: "warn" },
        ]}
      />
      <ul className="mt-4 flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {states
          .filter(({ state }) => tasks[state] > 0 || state === "open" || state === "done")
          .map(({ state, label, mark }) => (
            <li key={state}>
              <Link
                href={`${tasksHref}?state=${state}`}
                className="group inline-flex min-h-8 items-center gap-2 pointer-coarse:min-h-11"
              >
                <span aria-hidden className={cx("size-2.5 rounded-full", mark)} />
                <span className="text-ink-2 group-hover:text-ink group-hover:underline">{label}</span>
                <span className="figures font-medium">{toFigure(tasks[state])}</span>
              </Link>
            </li>
          ))}
      </ul>
      {judgments.leased > 0 && (
        <p className="figures mt-2 text-xs text-ink-3">
          {plural(judgments.leased, "task")} on somebody’s desk now.
        </p>
      )}
    </section>
  )
}
