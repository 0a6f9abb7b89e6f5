/**
 * One person's ranking of some of the models: groups from best to worst, ties within a group; models in `rest` are
 * known to be worse than all groups, in unknown order (a top-k ranking). Models in neither were not shown.
 */
export interface Ranking {
  readonly groups: readonly (readonly number[])[]
  readonly rest?: readonly number[]
  /** Who (or which prompt) it belongs with, for clustered errors. */
  readonly cluster?: number
  /** How many such rankings there are; 1 unless told. */
  readonly count?: number
}

/** Throws RangeError where a ranking names a model twice, an unknown one, or holds an empty group. */
export function requireRankings(models: number, rankings: readonly Ranking[]): void {
  for (const { groups, rest = [], count = 1 } of rankings) {
    const seen = new Set<number>()
    for (const group of [...groups, ...(rest.length > 0 ? [rest] : [])]) {
      if (group.length === 0) throw new RangeError("A group of a ranking must not be empty.")
      for (const model of group) {
        if (!Number.isInteger(model) || model < 0 || model >= models) {
          throw new RangeError(`Model ${model} is not one of ${models}.`)
        }
        if (seen.has(model)) throw new RangeError(`A ranking names model ${model} twice.`)
        seen.add(model)
      }
    }
    if (!(count >= 0)) throw new RangeError(`A count is at least 0, not ${count}.`)
  }
}

/** All pairs of a ranking with their preference: 1 = first better, 0 = tie. A pair within `rest` says nothing. */
export function toPairs(ranking: Ranking): { first: number; second: number; outcome: 0 | 1 }[] {
  const pairs: { first: number; second: number; outcome: 0 | 1 }[] = []
  const { groups, rest = [] } = ranking
  groups.forEach((group, g) => {
    group.forEach((first, i) => {
      for (const second of group.slice(i + 1)) pairs.push({ first, second, outcome: 0 })
      for (const later of groups.slice(g + 1)) {
        for (const second of later) pairs.push({ first, second, outcome: 1 })
      }
      for (const second of rest) pairs.push({ first, second, outcome: 1 })
    })
  })
  return pairs
}
