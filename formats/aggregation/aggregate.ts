import type { SkipReason } from "@/formats/export/skip-reasons"

/** One counted answer to one pair, in stored order. `level` is 1..maxLevel, null for a tie. */
export type Vote = {
  readonly preference: "A" | "B" | "TIE"
  readonly bothBad: boolean
  readonly level: number | null
  /** Levels of the scale it was given on. */
  readonly maxLevel: number
  /** Training margin of the level by the rule of the export; 0 for a tie. */
  readonly margin: number
  /** Pseudonym; of an imported label, the labeler as imported. */
  readonly annotator: string
  /** ISO with milliseconds; "" where no time is known. */
  readonly submittedAt: string
  readonly rationale: string
}

export type Tally = { readonly a: number; readonly b: number; readonly tie: number; readonly n: number }

/** What a pair's votes come to: a better side, or the reason why there is none (`tie` = neither is better). */
export type Outcome = { readonly winner: "A" | "B" } | { readonly skip: SkipReason }

/** Log-odds of each annotator being right, by pseudonym. */
export type Weights = ReadonlyMap<string, number>

/** How votes become one answer. Pure; one method per file, listed in registry.ts. */
export type Aggregate = (
  votes: readonly Pick<Vote, "preference" | "level" | "annotator">[],
  weights: Weights,
) => Outcome

/** Both-bad counts as a tie: neither side is better. */
export function tallyOf(votes: readonly Pick<Vote, "preference">[]): Tally {
  let a = 0
  let b = 0
  for (const vote of votes) {
    if (vote.preference === "A") a++
    else if (vote.preference === "B") b++
  }
  return { a, b, tie: votes.length - a - b, n: votes.length }
}

/**
 * Mean of the signed levels, towards A: `A` at level 2 is +2, `B` at level 1 is -1, a tie is 0.
 * Example: votes A2, TIE, B1 have the mean 1/3.
 */
export function meanStrengthOf(votes: readonly Pick<Vote, "preference" | "level">[]): number {
  let sum = 0
  for (const vote of votes) {
    if (vote.preference === "A") sum += vote.level ?? 1
    else if (vote.preference === "B") sum -= vote.level ?? 1
  }
  return votes.length === 0 ? 0 : sum / votes.length
}
