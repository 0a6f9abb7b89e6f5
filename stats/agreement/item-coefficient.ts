import { requireNonNegative } from "@/stats/check"
import { type AgreementCoefficient, coefficientInterval } from "@/stats/agreement/coefficient"
import { categoryWeight, type WeightKind } from "@/stats/agreement/category-weights"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { studentQuantile } from "@/stats/special/student-t"

/**
 * The frame that Fleiss' kappa and Gwet's AC1/AC2 share: observed agreement averaged over items with two or more
 * ratings, category shares averaged over all rated items, and a chance agreement made from the shares.
 *
 * Formula: P_a = mean over items of Σ_c r_ic (r*_ic − 1) / r_i(r_i − 1), r*_ic = Σ_d w_cd r_id; π_c = mean of
 * r_ic / r_i. The error is that of Gwet's linearisation: κ_i = (n/n₂)(a_i − P_e)/(1 − P_e) for items with two
 * ratings, 0 otherwise; κ*_i = κ_i − 2(1 − κ)(e_i − P_e)/(1 − P_e); SE² = Σ (κ*_i − κ)² / n(n−1); Student's t with
 * n − 1 degrees of freedom.
 * Reference: Gwet 2014, chapters 2, 3 and 5; numbers of the R package irrCAC.
 */
export interface ChanceModel {
  /** P_e from the category shares. */
  expected(shares: Float64Array): number
  /** Per category: what one rating in it adds to e_i, the chance agreement of its item. */
  gradient(shares: Float64Array): Float64Array
}

export function itemCoefficient(
  counts: readonly (readonly number[])[],
  weights: WeightKind,
  chance: (weight: (c: number, d: number) => number, categories: number) => ChanceModel,
  level: number,
  /** How many items each row stands for; once each unless told. */
  times: readonly number[] | null = null,
): Outcome<AgreementCoefficient> {
  const q = counts[0]?.length ?? 0
  const weight = (c: number, d: number) => categoryWeight(weights, c, d, q)
  const rated: { row: readonly number[]; ratings: number; agreement: number | null; items: number }[] = []
  const shares = new Float64Array(q)
  let paired = 0
  let observed = 0
  let n = 0
  for (const [at, row] of counts.entries()) {
    const items = times ? (times[at] as number) : 1
    if (row.length !== q) throw new RangeError("Every item needs one count per category.")
    let ratings = 0
    for (const count of row) {
      requireNonNegative(count, "A count")
      ratings += count
    }
    if (ratings === 0 || items === 0) continue
    n += items
    row.forEach((count, c) => {
      shares[c] = (shares[c] as number) + (items * count) / ratings
    })
    const agreement = ratings >= 2 ? itemAgreement(row, ratings, weight) : null
    if (agreement !== null) {
      observed += items * agreement
      paired += items
    }
    rated.push({ row, ratings, agreement, items })
  }
  if (n === 0) return notDefined("no-data")
  if (q < 2) return notDefined("one-category")
  if (paired === 0) return notDefined("no-overlap")
  observed /= paired
  for (let c = 0; c < q; c++) shares[c] = (shares[c] as number) / n
  const model = chance(weight, q)
  const expected = model.expected(shares)
  if (1 - expected < 1e-12) return notDefined("one-value")
  const value = (observed - expected) / (1 - expected)
  const gradient = model.gradient(shares)
  let squares = 0
  for (const { row, ratings, agreement, items } of rated) {
    let own = 0
    row.forEach((count, c) => {
      own += (count / ratings) * (gradient[c] as number)
    })
    const part = agreement === null ? 0 : ((n / paired) * (agreement - expected)) / (1 - expected)
    squares += items * (part - (2 * (1 - value) * (own - expected)) / (1 - expected) - value) ** 2
  }
  const interval =
    n < 2
      ? notDefined("one-item")
      : coefficientInterval(
          value,
          Math.sqrt(squares / (n * (n - 1))),
          studentQuantile((1 + level) / 2, n - 1),
          level,
        )
  return defined({ value, observed, expected, items: paired, interval })
}

function itemAgreement(
  row: readonly number[],
  ratings: number,
  weight: (c: number, d: number) => number,
): number {
  let sum = 0
  row.forEach((count, c) => {
    if (count === 0) return
    let weighted = 0
    row.forEach((other, d) => {
      weighted += weight(c, d) * other
    })
    sum += count * (weighted - 1)
  })
  return sum / (ratings * (ratings - 1))
}
