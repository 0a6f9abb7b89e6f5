import { requirePValues } from "@/stats/claims/p-values"

/**
 * Holm's adjusted p-values: calling all below α significant keeps the chance of any false claim at α.
 *
 * Formula: over the p-values sorted upwards, adjusted(k) = max over j ≤ k of min(1, (m − j + 1) p(j)).
 * Reference: Holm 1979; R p.adjust(method = "holm").
 * Edge cases: an empty list gives an empty list; values outside [0, 1] throw RangeError.
 * Worked example: [0.01, 0.04, 0.03] gives [0.03, 0.06, 0.06].
 */
export function adjustHolm(pValues: readonly number[]): number[] {
  const order = requirePValues(pValues)
  const m = pValues.length
  const adjusted = Array.from({ length: m }, () => 0)
  let most = 0
  order.forEach((index, rank) => {
    most = Math.max(most, Math.min(1, (m - rank) * (pValues[index] as number)))
    adjusted[index] = most
  })
  return adjusted
}
