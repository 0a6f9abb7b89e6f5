import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { type Ranking, requireRankings, toPairs } from "@/stats/ranking/rankings"

/**
 * Ranked pairs (Tideman) within one prompt: an order of few replies from few ballots, ties kept as ties.
 *
 * Formula: majorities by margin (ballots for minus against, margin > 0), largest first; majorities of the same margin
 * are locked together, each unless the locked pairs of *larger* margin already lead from loser to winner, and those of
 * one margin that would close a cycle among themselves are dropped together: nothing depends on the order of ballots
 * or names. The result is layers: replies with nothing locked above them, then the next.
 * Reference: Tideman 1987; Zavist and Tideman 1989.
 * Edge cases: no ballot is undefined; a reply nobody ranked is left out.
 * Worked example: A>B>C, A>C>B, B>A>C gives A, B, C; A>B and B>A give A and B tied.
 */
export function rankedPairs(models: number, ballots: readonly Ranking[]): Outcome<number[][]> {
  requireRankings(models, ballots)
  const margins = toMargins(models, ballots)
  const ranked = toRanked(ballots)
  if (ranked.length === 0) return notDefined("no-data")
  const majorities: { winner: number; loser: number; margin: number }[] = []
  for (const winner of ranked) {
    for (const loser of ranked) {
      const margin = margins[winner]?.[loser] ?? 0
      if (winner !== loser && margin > 0) majorities.push({ winner, loser, margin })
    }
  }
  const locked = Array.from({ length: models }, () => new Set<number>())
  const leads = (from: number, to: number, arcs: readonly ReadonlySet<number>[]): boolean => {
    const seen = new Set([from])
    const stack = [from]
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node === to) return true
      for (const next of arcs[node] ?? []) {
        if (seen.has(next)) continue
        seen.add(next)
        stack.push(next)
      }
    }
    return false
  }
  const levels = [...new Set(majorities.map((majority) => majority.margin))].sort((a, b) => b - a)
  for (const level of levels) {
    const own = majorities.filter(
      ({ winner, loser, margin }) => margin === level && !leads(loser, winner, locked),
    )
    const together = locked.map((set) => new Set(set))
    for (const { winner, loser } of own) together[winner]?.add(loser)
    // Those that lie on a cycle once all of this margin are in contradict each other: none of them is locked.
    for (const { winner, loser } of own) if (!leads(loser, winner, together)) locked[winner]?.add(loser)
  }
  return defined(toLayers(ranked, locked))
}

/** margins[i][j] = ballots that rank i over j minus ballots that rank j over i. */
export function toMargins(models: number, ballots: readonly Ranking[]): number[][] {
  const margins = Array.from({ length: models }, () => Array.from({ length: models }, () => 0))
  for (const ballot of ballots) {
    for (const { first, second, outcome } of toPairs(ballot)) {
      const change = outcome * (ballot.count ?? 1)
      const own = margins[first] as number[]
      const other = margins[second] as number[]
      own[second] = (own[second] as number) + change
      other[first] = (other[first] as number) - change
    }
  }
  return margins
}

export function toRanked(ballots: readonly Ranking[]): number[] {
  const seen = new Set(ballots.flatMap((ballot) => [...ballot.groups.flat(), ...(ballot.rest ?? [])]))
  return [...seen].sort((a, b) => a - b)
}

function toLayers(ranked: readonly number[], locked: readonly ReadonlySet<number>[]): number[][] {
  const layers: number[][] = []
  let left = ranked.slice()
  while (left.length > 0) {
    const top = left.filter((model) => !left.some((other) => locked[other]?.has(model)))
    layers.push(top)
    left = left.filter((model) => !top.includes(model))
  }
  return layers
}
