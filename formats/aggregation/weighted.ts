import type { Aggregate } from "@/formats/aggregation/aggregate"

/** Of people who gave no other answer that reliability could be learned from, such as imported labelers. */
export const UNKNOWN_WEIGHT = 1

/**
 * Every vote counts with the log-odds of its annotator being right; the heaviest answer wins. With the
 * accuracies of the one-coin model this is the most probable answer under a flat prior.
 *
 * Example: A by somebody of weight 3, B and B by people of weight 1 is A; with weights 2, 1 and 1 it is
 * `no_majority`. So is A by one person of weight -1 (worse than chance): nothing outweighs it, but B, which
 * then weighs most, is what nobody said, and no row says what nobody said.
 */
export const weighted: Aggregate = (votes, weights) => {
  const heavy = { A: 0, B: 0, TIE: 0 }
  for (const { preference, annotator } of votes) heavy[preference] += weights.get(annotator) ?? UNKNOWN_WEIGHT
  const [a, b, tie] = [rounded(heavy.A), rounded(heavy.B), rounded(heavy.TIE)]
  const heaviest = a > b && a > tie ? "A" : b > a && b > tie ? "B" : tie > a && tie > b ? "TIE" : null
  if (!votes.some(({ preference }) => preference === heaviest)) return { skip: "no_majority" }
  return heaviest === "A" || heaviest === "B" ? { winner: heaviest } : { skip: "tie" }
}

/** Sums of the same weights in another order must not differ by their last digit. */
function rounded(weight: number): number {
  return Math.round(weight * 1e6)
}
