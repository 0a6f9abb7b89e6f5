import { type Aggregate, meanStrengthOf } from "@/formats/aggregation/aggregate"

/** The sign of the mean signed level. Example: A1 A1 B3 is -1/3, so B; A2 B2 is 0, a tie. */
export const meanStrength: Aggregate = (votes) => {
  const mean = meanStrengthOf(votes)
  return mean > 0 ? { winner: "A" } : mean < 0 ? { winner: "B" } : { skip: "tie" }
}
