import { requirePValues } from "@/stats/claims/p-values"

/**
 * Benjamini-Hochberg adjusted p-values: calling all below q significant keeps the false discovery rate at q.
 *
 * Formula: over the p-values sorted upwards, adjusted(k) = min over j ≥ k of min(1, p(j) m/j).
 * Reference: Benjamini and Hochberg 1995; R p.adjust(method = "BH").
 * Edge cases: an empty list gives an empty list; values outside [0, 1] throw RangeError.
 * Worked example: [0.01, 0.04, 0.03] gives [0.03, 0.04, 0.04].
 */
export function adjustBenjaminiHochberg(pValues: readonly number[]): number[] {
  const order = requirePValues(pValues)
  const m = pValues.length
  const adjusted = Array.from({ length: m }, () => 0)
  let least = 1
  for (let rank = m; rank >= 1; rank--) {
    const index = order[rank - 1] as number
    least = Math.min(least, ((pValues[index] as number) * m) / rank)
    adjusted[index] = least
  }
  return adjusted
}
