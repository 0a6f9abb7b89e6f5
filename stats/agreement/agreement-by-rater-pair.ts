import type { Interval } from "@/stats/interval"
import { wilsonInterval } from "@/stats/intervals/wilson"
import { requireDefined } from "@/stats/outcome"

/**
 * Raw agreement of each pair of raters over the items both rated.
 *
 * Formula: share of shared items with the same value; Wilson's interval, since each item gives one pair.
 * Edge cases: pairs without a shared item are left out; a rater who rated an item twice throws RangeError.
 * Worked example: rater 0 says A, B on items 0, 1 and rater 1 says A, A: one row, 1 of 2.
 */
export interface RatedItem {
  readonly item: number
  readonly rater: number
  readonly value: number
}

export interface RaterPairAgreement extends Interval {
  readonly first: number
  readonly second: number
  readonly items: number
  readonly agreeing: number
}

export function agreementByRaterPair(ratings: readonly RatedItem[], level = 0.95): RaterPairAgreement[] {
  const byItem = new Map<number, Map<number, number>>()
  for (const { item, rater, value } of ratings) {
    const own = byItem.get(item) ?? new Map<number, number>()
    if (own.has(rater)) throw new RangeError(`Rater ${rater} rated item ${item} twice.`)
    own.set(rater, value)
    byItem.set(item, own)
  }
  const pairs = new Map<string, { first: number; second: number; items: number; agreeing: number }>()
  for (const own of byItem.values()) {
    const raters = [...own.keys()].sort((a, b) => a - b)
    raters.forEach((first, i) => {
      for (const second of raters.slice(i + 1)) {
        const key = `${first} ${second}`
        const pair = pairs.get(key) ?? { first, second, items: 0, agreeing: 0 }
        pair.items += 1
        if (own.get(first) === own.get(second)) pair.agreeing += 1
        pairs.set(key, pair)
      }
    })
  }
  return [...pairs.values()]
    .sort((a, b) => a.first - b.first || a.second - b.second)
    .map((pair) => ({ ...pair, ...requireDefined(wilsonInterval(pair.agreeing, pair.items, level)) }))
}
