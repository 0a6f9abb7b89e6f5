import type { ExportSettings, SplitName } from "@/formats/export/settings"
import type { RowQueue } from "@/server/data/export/row-queue"
import type { Preference, PromptUnit } from "@/formats/export/units"

export type ReadRequest = {
  readonly snapshot: string
  readonly settings: ExportSettings
  /** Prompts of other splits are passed over, where the split is known before the votes are. */
  readonly split: SplitName | "all"
  /** `tasks` reads everything that is known about a task, `pairs` only what decides preferences. */
  readonly needs: "pairs" | "tasks"
  /** Who gave each answer, when and how. */
  readonly who: boolean
  readonly signal?: AbortSignal | undefined
}

// Ids in these rows are 16 characters, one for each byte (see copy-rows.ts); a bucket is 32.

export type PromptHead = {
  readonly bucket: string
  readonly id: string
  readonly split: SplitName
}
export type PromptRow = PromptHead & { readonly prompt: Omit<PromptUnit, "references"> }

/** Prompts that are read together, in the order of the files; their rows wait as bytes until then. */
export type Group = { readonly prompts: readonly PromptHead[]; readonly rows: RowQueue }

/** A task as it comes: one row for each two of its positions. */
export type TaskPart = {
  bucket: string
  promptId: string
  id: string
  hash: string
  kind: TaskRow["kind"]
  doubleJudged: boolean
  roundId: string | null
  position: number | null
  completionId: string | null
  /** Of the position behind it. */
  nextId: string | null
}

export type TaskRow = {
  id: string
  hash: string
  kind: "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"
  doubleJudged: boolean
  round: number | null
  /** In stored order. */
  completionIds: string[]
}

/** One row per comparison of an annotation, or one with nulls where it has none. */
export type AnnotationRow = {
  bucket: string
  promptId: string
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
  who: WhoRow | undefined
}

export type WhoRow = {
  cohort: string | null
  guidelineId: string | null
  protocolId: string
  activeMs: number | null
  blind: boolean
  rationale: string | null
}
