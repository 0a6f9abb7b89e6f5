import type { Message } from "@/core/messages"
import type { ExportSettings, SplitName } from "@/formats/export/settings"
import type { Preference } from "@/formats/export/units"

export type ReadRequest = {
  readonly snapshot: string
  readonly settings: Pick<ExportSettings, "testShare" | "imported">
  readonly split: SplitName | "all"
  /** `tasks` reads everything that is known about a task, `pairs` only what decides preferences. */
  readonly needs: "pairs" | "tasks"
  readonly signal?: AbortSignal | undefined
}

export type PromptRef = { readonly id: string; readonly split: SplitName }

export type TaskRow = {
  id: string
  promptId: string
  hash: string
  kind: "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"
  doubleJudged: boolean
  round: number | null
  /** In stored order; null for a task without texts. */
  completionIds: string[] | null
}

/** One row per comparison of an annotation, or one with nulls where it has none. */
export type AnnotationRow = {
  id: string
  taskId: string
  assignmentId: string
  annotatorId: string
  revision: number
  status: "ACCEPTED" | "SURPLUS" | "WITHDRAWN"
  notRankable: boolean
  createdAt: Date
  purpose: "LABEL" | "GOLD" | "REPEAT"
  criterion: string | null
  positionA: number
  positionB: number
  preference: Preference
  bothBad: boolean
  level: number | null
}

/** Only the two keys of a message, whatever else was stored with it. */
export function toMessage({ role, content }: Message): Message {
  return { role, content }
}
