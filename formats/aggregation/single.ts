import { type Aggregate, tallyOf } from "@/formats/aggregation/aggregate"

/** Only pairs that one vote decides. Example: A is A, A A is skipped. */
export const single: Aggregate = (votes) => {
  const { a, b, n } = tallyOf(votes)
  if (n !== 1) return { skip: "not_single" }
  return a === 1 ? { winner: "A" } : b === 1 ? { winner: "B" } : { skip: "tie" }
}
