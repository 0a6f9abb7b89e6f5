import type { GoldAnswer } from "@/core/gold"

/** One gold task as the admin's list shows it. */
export type GoldRow = {
  readonly taskId: string
  /** The last turn of the prompt, at most 240 characters. */
  readonly prompt: string
  /** Keys of the models whose texts are shown, by position. */
  readonly models: readonly string[]
  readonly preference: "A" | "B" | "TIE" | null
  readonly bothBad: boolean
  readonly answer: GoldAnswer | null
  readonly reason: string
  readonly part: string | null
  readonly retiredAt: Date | null
  readonly retiredReason: string | null
  /** People who answered it, and of those how many right. */
  readonly answered: number
  readonly right: number
  readonly skipped: number
  /** Wilson interval of the share right, 95 %; null without answers. */
  readonly interval: { readonly low: number; readonly high: number } | null
}

export type GoldTotals = {
  readonly active: number
  readonly retired: number
  readonly answered: number
  readonly right: number
}
