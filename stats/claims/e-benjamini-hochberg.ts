/**
 * The e-BH procedure: which of many e-values to call, with the false discovery rate held whatever depends on what.
 *
 * Formula: with e sorted downwards, k* = the largest k with e(k) ≥ m/(k α); the k* largest are called. Returned is each
 * value's adjusted form: e′(k) = max over j ≥ k of e(j) j/m, called where e′ ≥ 1/α.
 * Reference: Wang and Ramdas 2022, False discovery rate control with e-values, JRSS B 84, 822-852.
 * Edge cases: an empty list gives an empty list; negative or NaN values throw RangeError; Infinity is allowed.
 * Worked example: [100, 30, 1] gives [33.3, 20, 1]: at α = 0.05 the first two are called.
 */
export function adjustEBenjaminiHochberg(eValues: readonly number[]): number[] {
  for (const e of eValues) if (!(e >= 0)) throw new RangeError(`An e-value is at least 0, not ${e}.`)
  const m = eValues.length
  const order = eValues
    .map((_, i) => i)
    .sort((i, j) => (eValues[j] as number) - (eValues[i] as number) || i - j)
  const adjusted = Array.from({ length: m }, () => 0)
  let most = 0
  for (let rank = m; rank >= 1; rank--) {
    const index = order[rank - 1] as number
    most = Math.max(most, ((eValues[index] as number) * rank) / m)
    adjusted[index] = most
  }
  return adjusted
}
