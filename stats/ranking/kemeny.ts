import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { toMargins, toRanked } from "@/stats/ranking/ranked-pairs"
import { type Ranking, requireRankings } from "@/stats/ranking/rankings"

/**
 * The Kemeny order: the strict order that agrees with most pairwise preferences of the ballots.
 *
 * Formula: maximise Σ over i before j of margin(i, j), exactly, by dynamic programming over subsets, O(2^K K²); same as
 * the least sum of Kendall distances to the ballots. Of equal optima the one that comes first by model number is given
 * and `unique` says that there are others.
 * Reference: Kemeny 1959; Betzler et al. 2009.
 * Edge cases: no ballot is undefined; more than 16 replies is "too-large".
 * Worked example: A>B>C, A>C>B, B>A>C gives A, B, C.
 */
export interface KemenyOrder {
  readonly order: readonly number[]
  /** Agreeing minus disagreeing pairwise preferences of the ballots with the order. */
  readonly score: number
  readonly unique: boolean
}

export function kemenyOrder(models: number, ballots: readonly Ranking[]): Outcome<KemenyOrder> {
  requireRankings(models, ballots)
  const ranked = toRanked(ballots)
  const k = ranked.length
  if (k === 0) return notDefined("no-data")
  if (k > 16) return notDefined("too-large")
  const margins = toMargins(models, ballots)
  const size = 1 << k
  // best[s]: the most that the members of s can score, placed last, in their best order; ways[s]: by how many orders.
  const best = new Float64Array(size)
  const ways = new Float64Array(size)
  const choice = new Int8Array(size)
  ways[0] = 1
  for (let s = 1; s < size; s++) {
    best[s] = Number.NEGATIVE_INFINITY
    for (let i = 0; i < k; i++) {
      if (!((s >> i) & 1)) continue
      const rest = s & ~(1 << i)
      let score = best[rest] as number
      for (let j = 0; j < k; j++) {
        if ((rest >> j) & 1) score += margins[ranked[i] as number]?.[ranked[j] as number] as number
      }
      if (score > (best[s] as number)) {
        best[s] = score
        ways[s] = ways[rest] as number
        choice[s] = i
      } else if (score === best[s]) {
        ways[s] = (ways[s] as number) + (ways[rest] as number)
      }
    }
  }
  const order: number[] = []
  for (let s = size - 1; s !== 0; ) {
    const i = choice[s] as number
    order.push(ranked[i] as number)
    s &= ~(1 << i)
  }
  return defined({ order, score: best[size - 1] as number, unique: ways[size - 1] === 1 })
}
