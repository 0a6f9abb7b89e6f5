import type { TaskState } from "@/core/lists/task-query"

export type ProjectProgress = {
  tasks: Readonly<Record<TaskState, number>> & { total: number }
  /** `wanted` = sum of the overlap of tasks that are not retired; `counted` and `leased` of it. */
  judgments: { wanted: number; counted: number; leased: number }
  prompts: number
}

export type PersonProgress = {
  userId: string
  name: string
  email: string
  /** Null = no longer a member; the answers stay. */
  role: string | null
  paused: boolean
  counted: number
  surplus: number
  excluded: number
  /** Taken back and not answered again. */
  withdrawn: number
  skipped: number
  /** Counted answers of the last seven days. */
  lastWeek: number
  /** Mean active seconds of counted answers that carry a time, at most half an hour each, and how many those are. */
  seconds: number | null
  timed: number
  /** Of the last counted answer: `YYYY-MM-DD`, UTC. */
  lastDay: string | null
}

export type PaceDay = {
  /** `YYYY-MM-DD`, UTC. */
  day: string
  counted: number
  people: number
}

export type DifferingTask = {
  taskId: string
  prompt: string
  a: number
  b: number
  tie: number
  bothBad: number
  votes: number
  modelA: string
  modelB: string
}
