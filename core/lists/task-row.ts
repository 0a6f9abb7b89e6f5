import type { TaskState } from "@/core/lists/task-query"

export type TaskRow = {
  id: string
  /** The last turn of the prompt, at most 240 characters. */
  prompt: string
  tags: string[]
  /** Keys of the models whose texts are shown, by position. */
  models: string[]
  state: TaskState
  counted: number
  overlap: number
  taken: number
  skips: number
  gold: boolean
  differs: boolean
  lastAt: Date | null
}
