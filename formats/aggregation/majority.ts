import { type Aggregate, tallyOf } from "@/formats/aggregation/aggregate"

/**
 * Strict majority: a side wins with more than half of all votes, ties among them.
 *
 * | votes      | outcome             |
 * | A A B      | A                   |
 * | A B        | skip `no_majority`  |
 * | A A B TIE  | skip `no_majority`  |
 * | A TIE TIE  | skip `tie`          |
 */
export const majority: Aggregate = (votes) => {
  const { a, b, tie, n } = tallyOf(votes)
  if (2 * a > n) return { winner: "A" }
  if (2 * b > n) return { winner: "B" }
  return { skip: 2 * tie > n ? "tie" : "no_majority" }
}
