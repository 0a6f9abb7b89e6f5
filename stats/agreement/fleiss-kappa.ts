import type { AgreementCoefficient } from "@/stats/agreement/coefficient"
import type { WeightKind } from "@/stats/agreement/category-weights"
import { itemCoefficient } from "@/stats/agreement/item-coefficient"
import type { Outcome } from "@/stats/outcome"

/**
 * Fleiss' kappa of many interchangeable raters, also with missing ratings, plain or weighted.
 *
 * Formula: P_e = Σ w_cd π_c π_d; the rest as in item-coefficient.ts. For a constant number of ratings per item this
 * is Fleiss 1971 to the digit; his null variance is not an interval and is not given.
 * Reference: Fleiss 1971; Gwet 2014, section 2.5 (missing ratings).
 * Edge cases: all ratings alike is undefined ("one-value"); no item with two ratings is "no-overlap".
 * Worked example (Fleiss 1971, 30 patients, 6 psychiatrists, 5 diagnoses): κ = 0.4302445.
 *
 * @param counts per item, how many ratings fell into each possible category
 */
export function fleissKappa(
  counts: readonly (readonly number[])[],
  weights: WeightKind = "identity",
  level = 0.95,
): Outcome<AgreementCoefficient> {
  return itemCoefficient(
    counts,
    weights,
    (weight, q) => {
      const gradient = (shares: Float64Array) =>
        Float64Array.from({ length: q }, (_, c) => {
          let sum = 0
          for (let d = 0; d < q; d++) sum += weight(c, d) * (shares[d] as number)
          return sum
        })
      const expected = (shares: Float64Array) =>
        gradient(shares).reduce((sum, part, c) => sum + part * (shares[c] as number), 0)
      return { expected, gradient }
    },
    level,
  )
}
