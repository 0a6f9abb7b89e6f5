import { midranks } from "@/stats/agreement/midranks"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { chiSquaredTail } from "@/stats/special/incomplete-gamma"

/**
 * Kendall's W: concordance of m judges who each ranked the same n objects, ties allowed.
 *
 * Formula: W = 12 S / (m²(n³ − n) − m Σ_j T_j), S = Σ (R_i − R̄)², T_j = Σ (t³ − t) over the tie groups of judge j;
 * χ² = m(n − 1)W on n − 1 degrees of freedom (Friedman's test).
 * Reference: Kendall and Babington Smith 1939; R friedman.test.
 * Edge cases: fewer than two judges or objects is undefined; judges who tie everything give "no-variance".
 * Worked example: three judges with the same order of four objects give W = 1.
 *
 * @param scores one row per judge, one value per object, lower is better (only the order counts)
 */
export interface Concordance {
  readonly value: number
  readonly judges: number
  readonly objects: number
  readonly chiSquared: number
  readonly degreesOfFreedom: number
  readonly pValue: number
}

export function kendallW(scores: readonly (readonly number[])[]): Outcome<Concordance> {
  const m = scores.length
  const n = scores[0]?.length ?? 0
  if (m === 0 || n === 0) return notDefined("no-data")
  if (m < 2) return notDefined("one-rater")
  if (n < 2) return notDefined("too-few-items")
  const sums = new Float64Array(n)
  let ties = 0
  for (const row of scores) {
    if (row.length !== n) throw new RangeError("Every judge must rank the same objects.")
    const ranked = midranks(row)
    ties += ranked.ties
    ranked.ranks.forEach((rank, i) => {
      sums[i] = (sums[i] as number) + rank
    })
  }
  const mean = (m * (n + 1)) / 2
  const spread = sums.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const most = m * m * (n ** 3 - n) - m * ties
  if (most <= 0) return notDefined("no-variance")
  const value = (12 * spread) / most
  const chiSquared = m * (n - 1) * value
  return defined({
    value,
    judges: m,
    objects: n,
    chiSquared,
    degreesOfFreedom: n - 1,
    pValue: chiSquaredTail(chiSquared, n - 1),
  })
}
