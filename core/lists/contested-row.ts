import type { ContestReason } from "@/core/adjudication/contest"

export type ContestedRow = {
  taskId: string
  prompt: string
  reasons: ContestReason[]
  /** Sent to review by skips. */
  review: boolean
  /** Posterior of the leading answer of the least sure pair; null without a contested pair. */
  posterior: number | null
  votes: number
  counted: number
  overlap: number
  skips: { reason: string; count: number }[]
  /** The person who asks has voted on it. */
  own: boolean
  /** It lies before a colleague now. */
  busy: boolean
  /** Only where it is ruled: the newest ruling. */
  ruledAt: Date | null
}
