import type { IntervalWithError } from "@/stats/interval"
import { wilsonInterval } from "@/stats/intervals/wilson"
import { defined, notDefined, type Outcome, requireDefined } from "@/stats/outcome"

/**
 * Raw pairwise agreement: of all pairs of ratings of the same item, the share that agree.
 *
 * Formula: item g with m_g pairs of which s_g agree; micro P = Σ s / Σ m (every pair counts alike), macro P = mean of
 * s_g / m_g (every item counts alike). The standard error treats items as clusters:
 * micro √(G/(G−1) Σ (s_g − P m_g)²) / Σ m; macro: standard deviation over items / √G.
 * The interval is Wilson's with the effective number of pairs P(1−P)/SE², never more than the pairs there are: unlike
 * P ± z SE it stays inside [0, 1] and keeps a width when everybody agreed.
 * Reference: Gwet 2014, chapter 2 (macro); cluster ratio estimate, Cochran 1977, chapter 9.
 * Edge cases: no item with two ratings is undefined ("no-overlap"); one such item has no spread ("one-item").
 * Worked example: items AAB, AA, AB: 1 + 1 + 0 agreeing of 3 + 1 + 1 pairs, micro 0.4, macro (1/3 + 1 + 0)/3 = 0.444.
 */
export interface PairwiseAgreement extends IntervalWithError {
  readonly items: number
  readonly pairs: number
  readonly agreeing: number
}

export type PairwiseKind = "micro" | "macro"

/**
 * @param items the ratings of each item (category numbers); items with fewer than two ratings do not count
 */
export function pairwiseAgreement(
  items: readonly (readonly number[])[],
  kind: PairwiseKind = "micro",
  level = 0.95,
): Outcome<PairwiseAgreement> {
  const agreeing: number[] = []
  const pairs: number[] = []
  for (const ratings of items) {
    const m = (ratings.length * (ratings.length - 1)) / 2
    if (m === 0) continue
    pairs.push(m)
    agreeing.push(countAgreeing(ratings))
  }
  return pairwiseAgreementOfCounts(agreeing, pairs, kind, level)
}

/** The same from the number of agreeing pairs and of pairs of each item. */
export function pairwiseAgreementOfCounts(
  agreeing: readonly number[],
  pairs: readonly number[],
  kind: PairwiseKind = "micro",
  level = 0.95,
  /** How many items each entry stands for; once each unless told. */
  times: readonly number[] | null = null,
): Outcome<PairwiseAgreement> {
  const timesOf = (g: number) => (times ? (times[g] as number) : 1)
  const items = times ? times.reduce((sum, count) => sum + count, 0) : pairs.length
  if (items === 0) return notDefined("no-overlap")
  if (items === 1) return notDefined("one-item")
  let totalPairs = 0
  let totalAgreeing = 0
  let shares = 0
  pairs.forEach((m, g) => {
    const s = agreeing[g] as number
    totalPairs += timesOf(g) * m
    totalAgreeing += timesOf(g) * s
    shares += (timesOf(g) * s) / m
  })
  const estimate = kind === "micro" ? totalAgreeing / totalPairs : shares / items
  let squares = 0
  pairs.forEach((m, g) => {
    const s = agreeing[g] as number
    squares += timesOf(g) * (kind === "micro" ? (s - estimate * m) ** 2 : (s / m - estimate) ** 2)
  })
  const scale = kind === "micro" ? totalPairs : items
  const standardError = Math.sqrt((items / (items - 1)) * squares) / scale
  const effective =
    standardError > 0 ? Math.min(totalPairs, (estimate * (1 - estimate)) / standardError ** 2) : items
  const { low, high } = requireDefined(wilsonInterval(estimate * effective, effective, level))
  return defined({
    estimate,
    standardError,
    low,
    high,
    level,
    items,
    pairs: totalPairs,
    agreeing: totalAgreeing,
  })
}

function countAgreeing(ratings: readonly number[]): number {
  let count = 0
  for (let i = 0; i < ratings.length; i++) {
    for (let j = 0; j < i; j++) if (ratings[i] === ratings[j]) count += 1
  }
  return count
}
