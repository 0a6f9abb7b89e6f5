import type { AnnotationState, AnswerSide } from "@/core/lists/annotation-query"

export type AnnotationRow = {
  id: string
  taskId: string
  prompt: string
  annotatorId: string
  name: string
  email: string
  createdAt: Date
  revision: number
  state: AnnotationState
  /** Null for kinds that are no pair, and where the answer was taken back. */
  answer: AnswerSide | null
  level: number | null
  /** Model of the better text, of the other one; null for a tie. */
  better: string | null
  worse: string | null
  activeMs: number | null
  flags: string[]
  note: string | null
  rationale: string | null
}
