import type { RoundRow } from "@/core/rounds/round"

/** What closing a round does, said before it is done. */
export function toCloseText({ tasks, done }: Pick<RoundRow, "tasks" | "done">): string {
  return `It takes no more imports. ${whatWaits(tasks, tasks - done)} It can be opened again.`
}

function whatWaits(tasks: number, waiting: number): string {
  if (tasks === 0) return "It has no tasks."
  if (waiting === 0) return "All of its tasks are done."
  if (waiting === 1) return "One task is not done; people are still given it."
  return `${waiting.toLocaleString("en")} of its ${tasks.toLocaleString("en")} tasks are not done; people are still given them.`
}
