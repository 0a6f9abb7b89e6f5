import { requireNonNegative } from "@/stats/check"
import { type AgreementCoefficient, coefficientInterval } from "@/stats/agreement/coefficient"
import { categoryWeight, type WeightKind } from "@/stats/agreement/category-weights"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { twoSidedZ } from "@/stats/special/normal"

/**
 * Cohen's kappa of two fixed raters, plain or weighted.
 *
 * Formula: κ = (P_o − P_e)/(1 − P_e) with P_o = Σ w_cd p_cd and P_e = Σ w_cd p_c. p_.d; large-sample error of Fleiss,
 * Cohen and Everitt 1969: n (1−P_e)² SE² = Σ p_cd [w_cd − (w̄_c. + w̄_.d)(1 − κ)]² − [κ − P_e(1 − κ)]².
 * Reference: Cohen 1960, 1968; R vcd::Kappa.
 * Edge cases: no pair is undefined; P_e = 1 (both always gave one and the same value) is "perfect-margins"; no
 * disagreement at all leaves the interval undefined.
 * Worked example (irrCAC, three abstractors' categories): [[13,0,0],[0,20,7],[0,4,56]] gives κ = 0.7964094.
 *
 * @param table counts, first rater in rows, second in columns, over one shared list of categories
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  weights: WeightKind = "identity",
  level = 0.95,
): Outcome<AgreementCoefficient> {
  const q = table.length
  let n = 0
  const rows = new Float64Array(q)
  const columns = new Float64Array(q)
  table.forEach((row, c) => {
    if (row.length !== q) throw new RangeError("The table of two raters must be square.")
    row.forEach((count, d) => {
      requireNonNegative(count, "A count")
      n += count
      rows[c] = (rows[c] as number) + count
      columns[d] = (columns[d] as number) + count
    })
  })
  if (n === 0) return notDefined("no-data")
  if (q < 2) return notDefined("one-category")
  const weight = (c: number, d: number) => categoryWeight(weights, c, d, q)
  const p = (c: number, d: number) => (table[c]?.[d] as number) / n
  const row = (c: number) => (rows[c] as number) / n
  const column = (d: number) => (columns[d] as number) / n
  const rowMean = new Float64Array(q)
  const columnMean = new Float64Array(q)
  let observed = 0
  let expected = 0
  for (let c = 0; c < q; c++) {
    for (let d = 0; d < q; d++) {
      const w = weight(c, d)
      observed += w * p(c, d)
      expected += w * row(c) * column(d)
      rowMean[c] = (rowMean[c] as number) + w * column(d)
      columnMean[d] = (columnMean[d] as number) + w * row(c)
    }
  }
  if (1 - expected < 1e-12) return notDefined("perfect-margins")
  const value = (observed - expected) / (1 - expected)
  let squares = 0
  for (let c = 0; c < q; c++) {
    for (let d = 0; d < q; d++) {
      const margin = (rowMean[c] as number) + (columnMean[d] as number)
      squares += p(c, d) * (weight(c, d) - margin * (1 - value)) ** 2
    }
  }
  const variance = (squares - (value - expected * (1 - value)) ** 2) / (n * (1 - expected) ** 2)
  return defined({
    value,
    observed,
    expected,
    items: n,
    interval: coefficientInterval(value, Math.sqrt(Math.max(0, variance)), twoSidedZ(level), level),
  })
}
