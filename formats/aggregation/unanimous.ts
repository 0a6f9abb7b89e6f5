import { type Aggregate, tallyOf } from "@/formats/aggregation/aggregate"

/** Every vote for the same side; a single vote is unanimous. Example: A A is A, A TIE is skipped. */
export const unanimous: Aggregate = (votes) => {
  const { a, b, tie, n } = tallyOf(votes)
  if (a === n) return { winner: "A" }
  if (b === n) return { winner: "B" }
  return { skip: tie === n ? "tie" : "not_unanimous" }
}
