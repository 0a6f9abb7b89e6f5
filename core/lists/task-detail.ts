import type { GoldAnswer } from "@/core/gold"
import type { AnnotationState } from "@/core/lists/annotation-query"
import type { TaskState } from "@/core/lists/task-query"
import type { Messages } from "@/core/messages"

export type TaskText = {
  position: number
  /** The text's hash; equal texts of other models share it. */
  hash: string
  /** Every model of the prompt that gave this text. */
  models: string[]
  messages: Messages
  isEmpty: boolean
}

export type TaskAnswer = {
  id: string
  revision: number
  createdAt: Date
  status: "ACCEPTED" | "SURPLUS" | "WITHDRAWN"
  /** Of the latest revision only; earlier ones are null. */
  state: AnnotationState | null
  /** Stored positions in screen order. */
  shown: number[]
  notRankable: boolean
  confidence: number | null
  rationale: string | null
  note: string | null
  editedText: string | null
  activeMs: number | null
  device: string
  inputPath: string
  comparisons: {
    criterion: string
    positionA: number
    positionB: number
    preference: "A" | "B" | "TIE"
    bothBad: boolean
    level: number | null
  }[]
  ratings: { criterion: string; position: number; value: number }[]
  flags: {
    id: string
    type: string
    position: number | null
    comment: string | null
    /** Marked words of the text at `position`, in UTF-16 units of its last message; null = the text as a whole. */
    spanStart: number | null
    spanEnd: number | null
  }[]
}

export type TaskAssignment = {
  id: string
  name: string
  email: string
  purpose: "LABEL" | "GOLD" | "REPEAT"
  state: "LEASED" | "SUBMITTED" | "SKIPPED" | "EXPIRED" | "RELEASED"
  shown: number[]
  leasedAt: Date
  leaseExpiresAt: Date
  skipReason: string | null
  skipNote: string | null
  /** Oldest revision first. */
  answers: TaskAnswer[]
}

/** A row of the list of rulings; the newest of a pair and criterion holds, one without a preference takes back. */
export type TaskRuling = {
  id: string
  by: string
  createdAt: Date
  criterion: string
  positionA: number
  positionB: number
  preference: "A" | "B" | "TIE" | null
  bothBad: boolean
  level: number | null
  reason: string
  sawVotes: boolean
  /** Stored positions in screen order; empty where no screen was used. */
  shown: number[]
  /** The newest of its pair. */
  holds: boolean
}

export type TaskDetail = {
  id: string
  kind: "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"
  state: TaskState
  overlap: number
  counted: number
  taken: number
  skips: number
  doubleJudged: boolean
  createdAt: Date
  prompt: { externalId: string | null; tags: string[]; split: string | null; messages: Messages }
  /** Its known answer, if it has one. */
  gold: {
    preference: "A" | "B" | "TIE" | null
    bothBad: boolean
    answer: GoldAnswer | null
    reason: string
    retiredAt: Date | null
    retiredReason: string | null
  } | null
  texts: TaskText[]
  assignments: TaskAssignment[]
  /** Newest first. */
  rulings: TaskRuling[]
}
