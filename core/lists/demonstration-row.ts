import type { DemonstrationState } from "@/core/lists/demonstration-query"
import type { Messages } from "@/core/messages"

/** A written text in a list. Says not who wrote it. */
export type DemonstrationRow = {
  readonly id: string
  readonly answer: string
  /** As handed in, in UTF-16 units. */
  readonly chars: number
  readonly useCase: string | null
  readonly language: string | null
  readonly phrases: number
  readonly createdAt: Date
}

/** One text as its reviewer sees it: everything but the author. */
export type DemonstrationView = {
  readonly id: string
  readonly state: DemonstrationState
  /** Written by the person who looks: somebody else reviews it. */
  readonly own: boolean
  readonly prompt: Messages
  /** The prompt was written by the same person. */
  readonly promptWritten: boolean
  readonly promptKind: string | null
  readonly answer: string
  /** As handed in, in UTF-16 units. */
  readonly chars: number
  readonly useCase: string | null
  readonly language: string | null
  /** 0..1 of what was handed in. */
  readonly pastedShare: number
  readonly modelPhrases: readonly string[]
  readonly reviews: readonly DemonstrationReviewRow[]
}

export type DemonstrationReviewRow = {
  readonly verdict: "ACCEPT" | "EDIT" | "RETURN"
  readonly comment: string
  readonly edited: string | null
  readonly createdAt: Date
}
