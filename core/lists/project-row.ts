import type { ProjectRole } from "@/core/permissions"

export type ProjectListRow = {
  slug: string
  name: string
  description: string
  archived: boolean
  role: ProjectRole
  /** Figures of the whole project; null for those who may not see them. */
  progress: { tasks: number; done: number; wanted: number; counted: number } | null
  /** One's own counted answers and the tasks one could still get. */
  mine: { answered: number }
}
