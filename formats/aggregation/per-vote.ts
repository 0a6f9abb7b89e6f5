import { type Aggregate, tallyOf } from "@/formats/aggregation/aggregate"

/**
 * All votes of one person on one pair: the same answer however often, or none that can be taken.
 * Example: A A is A, A B is skipped as `self_contradiction`, A TIE as well.
 */
export const perAnnotator: Aggregate = (votes) => {
  const { a, b, tie, n } = tallyOf(votes)
  if (a === n) return { winner: "A" }
  if (b === n) return { winner: "B" }
  return { skip: tie === n ? "tie" : "self_contradiction" }
}
