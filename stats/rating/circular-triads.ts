import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { chiSquaredTail } from "@/stats/special/incomplete-gamma"
import { logChoose } from "@/stats/special/log-gamma"

/**
 * Circular triads (A over B over C over A) of one judge who compared every pair of n objects once, without ties.
 *
 * Formula: T = n(n−1)(2n−1)/12 − ½ Σ a_i², a_i the number of wins; ζ = 1 − T/T_max with T_max = (n³−n)/24 for odd and
 * (n³−4n)/24 for even n. The p-value is the chance of so few triads if every choice were a coin: exact by counting all
 * tournaments for n ≤ 10, above it χ² = 8/(n−4) (C(n,3)/4 − T + ½) + df, df = n(n−1)(n−2)/(n−4)².
 * Reference: Kendall and Babington Smith 1940; Alway 1962; David 1988, chapter 2.
 * Edge cases: fewer than three objects is undefined; a pair judged not once or a tie is "incomplete".
 * Worked example (a dog and six foods, R eba): T = 5, T_max = 8, ζ = 0.375.
 *
 * @param wins wins[i][j] = 1 where i was preferred to j, else 0
 */
export interface CircularTriads {
  readonly triads: number
  readonly most: number
  readonly zeta: number
  /** Chance of at most this many triads under coin tosses: small means the judge is consistent. */
  readonly pValue: number
  readonly exact: boolean
}

export function circularTriads(wins: readonly (readonly number[])[]): Outcome<CircularTriads> {
  const n = wins.length
  if (n < 3) return notDefined(n === 0 ? "no-data" : "too-few-items")
  let squares = 0
  for (let i = 0; i < n; i++) {
    let own = 0
    for (let j = 0; j < n; j++) {
      if (i === j) continue
      const win = wins[i]?.[j]
      if (win !== 0 && win !== 1) return notDefined("incomplete")
      if (win + (wins[j]?.[i] ?? -1) !== 1) return notDefined("incomplete")
      own += win
    }
    squares += own * own
  }
  const triads = (n * (n - 1) * (2 * n - 1)) / 12 - squares / 2
  const most = (n % 2 === 1 ? n ** 3 - n : n ** 3 - 4 * n) / 24
  const exact = n <= 10
  return defined({
    triads,
    most,
    zeta: 1 - triads / most,
    pValue: exact ? exactTail(n, triads) : approximateTail(n, triads),
    exact,
  })
}

function approximateTail(n: number, triads: number): number {
  const df = (n * (n - 1) * (n - 2)) / (n - 4) ** 2
  const expected = (n * (n - 1) * (n - 2)) / 24
  const chiSquared = (8 / (n - 4)) * (expected - triads + 0.5) + df
  return chiSquared <= 0 ? 1 : chiSquaredTail(chiSquared, df)
}

function exactTail(n: number, triads: number): number {
  let tail = 0
  for (const [own, share] of triadDistribution(n)) if (own <= triads) tail += share
  return Math.min(1, tail)
}

/**
 * Probability of each number of triads among n ≤ 10 objects: tournaments are grown one player at a time, grouped by
 * their sorted scores (1,486 sequences of scores for nine players).
 */
export function triadDistribution(n: number): Map<number, number> {
  let sequences = new Map<string, { scores: number[]; share: number }>([["0", { scores: [0], share: 1 }]])
  for (let size = 1; size < n; size++) {
    const grown = new Map<string, { scores: number[]; share: number }>()
    for (const { scores, share } of sequences.values()) addPlayer(scores, share, grown)
    sequences = grown
  }
  const law = new Map<number, number>()
  for (const { scores, share } of sequences.values()) {
    const squares = scores.reduce((sum, a) => sum + a * a, 0)
    const triads = (n * (n - 1) * (2 * n - 1)) / 12 - squares / 2
    law.set(triads, (law.get(triads) ?? 0) + share)
  }
  return law
}

/** All ways in which a new player meets players with these scores; equal scores are met as a group. */
function addPlayer(
  scores: readonly number[],
  share: number,
  into: Map<string, { scores: number[]; share: number }>,
): void {
  const groups: { score: number; size: number }[] = []
  for (const score of scores) {
    const last = groups[groups.length - 1]
    if (last?.score === score) last.size += 1
    else groups.push({ score, size: 1 })
  }
  const meet = (g: number, lost: number[], newcomer: number, weight: number): void => {
    const group = groups[g]
    if (!group) {
      const next = [...lost, newcomer].sort((a, b) => a - b)
      const key = next.join(" ")
      const known = into.get(key)
      if (known) known.share += weight
      else into.set(key, { scores: next, share: weight })
      return
    }
    for (let beaten = 0; beaten <= group.size; beaten++) {
      const ways = Math.exp(logChoose(group.size, beaten) - group.size * Math.LN2)
      const after = Array.from({ length: group.size }, (_, i) => group.score + (i < beaten ? 0 : 1))
      meet(g + 1, [...lost, ...after], newcomer + beaten, weight * ways)
    }
  }
  meet(0, [], 0, share)
}
