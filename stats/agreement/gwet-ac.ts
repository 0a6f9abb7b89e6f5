import type { AgreementCoefficient } from "@/stats/agreement/coefficient"
import type { WeightKind } from "@/stats/agreement/category-weights"
import { itemCoefficient } from "@/stats/agreement/item-coefficient"
import type { Outcome } from "@/stats/outcome"

/**
 * Gwet's AC1 (identity weights) and AC2 (linear or quadratic weights): stable where one category is very common.
 *
 * Formula: P_e = T/(q(q−1)) Σ π_c (1 − π_c), T = Σ w_cd; the rest as in item-coefficient.ts. q is the number of
 * *possible* categories, also those nobody used: give every item a count for each.
 * Reference: Gwet 2008, 2014; numbers of the R package irrCAC.
 * Edge cases: no item with two ratings is undefined ("no-overlap"); one possible category is "one-category". All
 * ratings alike gives 1 with an undefined interval: unlike kappa, AC1 is defined there.
 * Worked example (118 both yes, 5 and 2 split, 0 both no): P_a = 0.944, AC1 = 0.941 where kappa is −0.023.
 *
 * @param counts per item, how many ratings fell into each possible category
 * @param times how many items each row of `counts` stands for; once each unless told
 */
export function gwetAc(
  counts: readonly (readonly number[])[],
  weights: WeightKind = "identity",
  level = 0.95,
  times: readonly number[] | null = null,
): Outcome<AgreementCoefficient> {
  return itemCoefficient(
    counts,
    weights,
    (weight, q) => {
      let total = 0
      for (let c = 0; c < q; c++) for (let d = 0; d < q; d++) total += weight(c, d)
      const scale = total / (q * (q - 1))
      return {
        expected: (shares) => scale * shares.reduce((sum, share) => sum + share * (1 - share), 0),
        gradient: (shares) => shares.map((share) => scale * (1 - share)),
      }
    },
    level,
    times,
  )
}
