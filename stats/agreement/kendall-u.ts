import { requireCount } from "@/stats/check"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { chiSquaredTail } from "@/stats/special/incomplete-gamma"

/**
 * Kendall's u: agreement of m judges who each compared every pair of n objects once, without ties.
 *
 * Formula: Σ = Σ_{i≠j} C(a_ij, 2), u = 2Σ / (C(m,2) C(n,2)) − 1. Test: χ² = 4/(m−2) (Σ − ½ C(n,2) C(m,2) (m−3)/(m−2))
 * on C(n,2) m(m−1)/(m−2)² degrees of freedom, Σ lowered by one for continuity.
 * Reference: Kendall and Babington Smith 1940; the same formulas as R eba::kendall.u.
 * Edge cases: fewer than two judges or objects is undefined; pairs judged unequally often are "incomplete"; the test
 * needs three judges and is undefined below.
 * Worked example: two judges who agree on all pairs give u = 1, who disagree on all give −1.
 *
 * @param wins wins[i][j] = judges who preferred i to j
 */
export interface PairedAgreement {
  readonly value: number
  /** The least u possible: −1/(m−1) for even m, −1/m for odd. */
  readonly least: number
  readonly judges: number
  readonly objects: number
  readonly test: Outcome<{
    readonly chiSquared: number
    readonly degreesOfFreedom: number
    readonly pValue: number
  }>
}

export function kendallU(wins: readonly (readonly number[])[]): Outcome<PairedAgreement> {
  const n = wins.length
  if (n < 2) return notDefined(n === 0 ? "no-data" : "too-few-items")
  const at = (i: number, j: number) => {
    const count = wins[i]?.[j]
    if (count === undefined) throw new RangeError("The table of wins must be square.")
    requireCount(count, "A count")
    return count
  }
  const m = at(0, 1) + at(1, 0)
  let sum = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (at(i, j) + at(j, i) !== m) return notDefined("incomplete")
      sum += (at(i, j) * (at(i, j) - 1) + at(j, i) * (at(j, i) - 1)) / 2
    }
  }
  if (m < 2) return notDefined(m === 0 ? "no-data" : "one-rater")
  const judgePairs = (m * (m - 1)) / 2
  const pairs = (n * (n - 1)) / 2
  return defined({
    value: (2 * sum) / (judgePairs * pairs) - 1,
    least: m % 2 === 0 ? -1 / (m - 1) : -1 / m,
    judges: m,
    objects: n,
    test: m < 3 ? notDefined("one-rater") : defined(chiSquaredTest(sum, m, judgePairs, pairs)),
  })
}

function chiSquaredTest(sum: number, m: number, judgePairs: number, pairs: number) {
  const centre = (pairs * judgePairs * (m - 3)) / (m - 2) / 2
  const chiSquared = Math.max(0, (4 / (m - 2)) * (sum - 1 - centre))
  const degreesOfFreedom = (pairs * m * (m - 1)) / (m - 2) ** 2
  return { chiSquared, degreesOfFreedom, pValue: chiSquaredTail(chiSquared, degreesOfFreedom) }
}
