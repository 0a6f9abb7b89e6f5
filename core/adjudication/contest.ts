import { answerPosterior } from "@/stats/aggregation/answer-posterior"

/** Why a pair waits for a ruling; see the enum ContestReason of the schema. */
export const contestReasons = ["SPLIT", "STRENGTH", "POSTERIOR"] as const
export type ContestReason = (typeof contestReasons)[number]

export type ContestVote = {
  readonly preference: "A" | "B" | "TIE"
  /** 1..max towards the better side; null for a tie. */
  readonly level: number | null
}

/** Votes on one pair, counted: all that the rule looks at. Both-bad votes are among the ties, as in exports. */
export type ContestTally = {
  readonly a: number
  readonly b: number
  readonly tie: number
  /** Sum of the levels for A less the sum of the levels for B. */
  readonly strength: number
}

export type ContestRule = {
  /** Answers the protocol offers: A and B, or A, B and a tie. */
  readonly answers: 2 | 3
  /** A leading answer with a posterior below this is contested; 0 switches that part off. */
  readonly threshold: number
}

export type Contest = { readonly reasons: readonly ContestReason[]; readonly posterior: number }

/**
 * Whether the counted votes on a pair are contested, and why. At least two votes, else never.
 *
 * - SPLIT: no answer has more than half of the votes. `A B`, `A A B TIE`.
 * - STRENGTH: more votes for one side, but the strengths do not lean its way: an export under strict
 *   majority would leave the pair out as contested. `A1 A1 B3` (2 to 1 for A, strengths -1).
 * - POSTERIOR: the leading answer is not sure enough by stats/aggregation/answer-posterior.ts, the same
 *   figure that adaptive overlap looks at. `A A B` with two answers is about 0.76.
 *
 * Neither the order of the votes nor which side is called A changes the outcome.
 */
export function contestOf(tally: ContestTally, rule: ContestRule): Contest {
  const { a, b, tie, strength } = tally
  const votes = a + b + tie
  const posterior = leadingPosterior(tally, rule.answers)
  if (votes < 2) return { reasons: [], posterior }
  const reasons: ContestReason[] = []
  if (2 * Math.max(a, b, tie) <= votes) reasons.push("SPLIT")
  if ((a > b && strength <= 0) || (b > a && strength >= 0)) reasons.push("STRENGTH")
  // Sums of powers carry their rounding; a posterior at the threshold is not below it.
  if (posterior < rule.threshold - 1e-9) reasons.push("POSTERIOR")
  return { reasons, posterior }
}

/** Posterior of the answer with the most votes, in (0, 1]. Without votes: 1 / answers. */
export function leadingPosterior({ a, b, tie }: ContestTally, answers: 2 | 3): number {
  // Ties under a protocol that offers none come from an earlier version of it: they are answers all the same.
  const counts = answers === 3 || tie > 0 ? [a, b, tie] : [a, b]
  // Sorted, so that sums round alike whichever side is called A.
  return answerPosterior(counts.toSorted((x, y) => y - x))[0] ?? 1
}

/** Counts votes for the rule. */
export function tallyVotes(votes: readonly ContestVote[]): ContestTally {
  const of = (preference: ContestVote["preference"]) => votes.filter((vote) => vote.preference === preference)
  const levels = (side: readonly ContestVote[]) => side.reduce((sum, vote) => sum + (vote.level ?? 1), 0)
  const [forA, forB] = [of("A"), of("B")]
  return {
    a: forA.length,
    b: forB.length,
    tie: votes.length - forA.length - forB.length,
    strength: levels(forA) - levels(forB),
  }
}
