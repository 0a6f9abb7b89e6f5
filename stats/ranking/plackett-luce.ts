import { choleskyInPlace, choleskyInverse, multiply } from "@/stats/linear/cholesky"
import { maximise } from "@/stats/linear/maximise"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { toStrongComponents } from "@/stats/rating/beat-graph"
import { type Ranking, requireRankings, toPairs } from "@/stats/ranking/rankings"
import { createStage, type Stage } from "@/stats/ranking/stage"
import { type FitCovariance, toCentredCovariance } from "@/stats/rating/covariance"

/**
 * Plackett-Luce strengths from rankings, with ties of any order (Davidson-Luce) and partial rankings.
 *
 * Formula: a ranking is a chain of choices; the group C is chosen from what is left, A, with probability
 * f(C) / Σ_S f(S) over all S ⊆ A of an allowed size, f(S) = δ_|S| (Π_{i∈S} π_i)^{1/|S|}, δ_1 = 1. Sizes that never occur
 * as a tie are not allowed (their δ would be 0). Log-linear in λ = log π and log δ, hence concave: Newton, with the
 * Gaussian penalty Σ λ²/(2 sd²) (sd 2 unless told; null for none).
 * Covariance: model, or the sandwich over clusters of rankings (people, prompts) times G/(G − 1). A ranking of 9 is one
 * observation here; exploding it into 36 pairs overstates what is known.
 * Reference: Plackett 1975; Luce 1959; Turner, van Etten, Firth and Kosmidis 2020 (R PlackettLuce, npseudo = 0).
 * Edge cases: no choice among two or more is "no-data"; every choice a tie of all is "all-ties"; unpenalised fits need
 * a strongly connected graph of who was ranked over whom; a stage with more than 20,000 possible choices is
 * "too-large".
 * Worked example: rankings of two models are Davidson's model of ties, term by term (see the test).
 */
export interface PlackettLuceFit {
  readonly models: number
  /** Natural-log strengths with mean 0. */
  readonly strengths: Float64Array
  /** log δ by size of tie; empty where no tie occurred. */
  readonly ties: ReadonlyMap<number, number>
  readonly logLikelihood: number
  readonly iterations: number
  readonly rankings: number
  readonly graph: { readonly component: readonly number[]; readonly strong: readonly number[] }
  readonly covariance: FitCovariance
  /** By cluster of rankings, or by single ranking where none has a cluster; undefined with fewer than two. */
  readonly clusteredCovariance: Outcome<FitCovariance>
}

export function fitPlackettLuce(
  models: number,
  rankings: readonly Ranking[],
  { sd = 2 }: { readonly sd?: number | null } = {},
): Outcome<PlackettLuceFit> {
  requireRankings(models, rankings)
  if (models === 1) return notDefined("one-model")
  const used = rankings.filter((ranking) => (ranking.count ?? 1) > 0 && toChoices(ranking).length > 0)
  if (used.length === 0) return notDefined("no-data")
  const pairs = used.map((ranking) => toPairs(ranking))
  if (pairs.every((own) => own.every((pair) => pair.outcome === 0))) return notDefined("all-ties")
  const graph = toGraph(models, pairs)
  if (sd === null) {
    if (new Set(graph.component).size > 1) return notDefined("disconnected")
    if (new Set(graph.strong).size > 1) return notDefined("not-strongly-connected")
  }
  const sizes = [
    ...new Set(used.flatMap((ranking) => toChoices(ranking).map((choice) => choice.chosen.length))),
  ]
  if (!sizes.includes(1)) sizes.push(1)
  sizes.sort((a, b) => a - b)
  const size = models + sizes.length - 1
  const stages = new Map<string, Stage>()
  const observed = new Float64Array(size)
  for (const ranking of used) {
    const count = ranking.count ?? 1
    for (const { alternatives, chosen } of toChoices(ranking)) {
      const key = alternatives.join(" ")
      const stage = stages.get(key) ?? createStage(alternatives, sizes, models)
      if (!stage) return notDefined("too-large")
      stages.set(key, stage)
      stage.count += count
      addChoice(observed, chosen, sizes, models, count)
    }
  }
  const all = [...stages.values()]
  const precision = sd === null ? 0 : 1 / sd ** 2
  const logLikelihoodAt = (x: Float64Array): number => {
    let sum = 0
    for (let p = 0; p < size; p++) sum += (observed[p] as number) * (x[p] as number)
    for (const stage of all) sum -= stage.count * stage.logTotal(x)
    return sum
  }
  const x = new Float64Array(size)
  const maximum = maximise(
    {
      size,
      bounded: models,
      value: (at) => {
        let penalty = 0
        for (let i = 0; i < models; i++) penalty += (precision * (at[i] as number) ** 2) / 2
        return logLikelihoodAt(at) - penalty
      },
      derivatives: (at, gradient, information) => {
        gradient.set(observed)
        for (const stage of all) stage.subtractMoments(at, gradient, information, size)
        for (let i = 0; i < models; i++) {
          gradient[i] = (gradient[i] as number) - precision * (at[i] as number)
          information[i * size + i] = (information[i * size + i] as number) + precision
          // Without a penalty uuᵀ lifts the direction of a common shift.
          if (sd === null) {
            for (let j = 0; j <= i; j++)
              information[i * size + j] = (information[i * size + j] as number) + 1 / models
          }
        }
      },
    },
    x,
  )
  if (!maximum.defined) return maximum
  const { information, iterations } = maximum.value
  if (!choleskyInPlace(information, size)) return notDefined("not-identified")
  const bread = choleskyInverse(information, size)
  const mean = x.subarray(0, models).reduce((sum, value) => sum + value, 0) / models
  const strengths = x.slice(0, models).map((value) => value - mean)
  return defined({
    models,
    strengths,
    ties: new Map(sizes.slice(1).map((tie, k) => [tie, x[models + k] as number])),
    logLikelihood: logLikelihoodAt(x),
    iterations,
    rankings: used.reduce((sum, ranking) => sum + (ranking.count ?? 1), 0),
    graph,
    covariance: toCentredCovariance(models, size, "model", bread.slice(), null),
    clusteredCovariance: toClustered(used, stages, sizes, models, size, x, bread),
  })
}

interface Choice {
  /** What was left, upwards. */
  readonly alternatives: readonly number[]
  readonly chosen: readonly number[]
}

/** The choices that say something: more than one alternative. */
function toChoices({ groups, rest = [] }: Ranking): Choice[] {
  const choices: Choice[] = []
  let left = [...groups.flat(), ...rest].sort((a, b) => a - b)
  for (const chosen of groups) {
    if (left.length > 1) choices.push({ alternatives: left, chosen })
    left = left.filter((model) => !chosen.includes(model))
  }
  return choices
}

/** Adds the sufficient statistics of a choice: 1/|C| for each member, 1 for its size of tie. */
function addChoice(
  into: Float64Array,
  chosen: readonly number[],
  sizes: readonly number[],
  models: number,
  count: number,
): void {
  for (const model of chosen) into[model] = (into[model] as number) + count / chosen.length
  if (chosen.length > 1) {
    const at = models + sizes.indexOf(chosen.length) - 1
    into[at] = (into[at] as number) + count
  }
}

function toGraph(
  models: number,
  pairs: readonly (readonly { first: number; second: number; outcome: 0 | 1 }[])[],
) {
  const over = Array.from({ length: models }, () => new Set<number>())
  const met = Array.from({ length: models }, () => new Set<number>())
  for (const { first, second, outcome } of pairs.flat()) {
    over[first]?.add(second)
    if (outcome === 0) over[second]?.add(first)
    met[first]?.add(second)
    met[second]?.add(first)
  }
  return {
    component: toStrongComponents(met.map((set) => [...set])),
    strong: toStrongComponents(over.map((set) => [...set])),
  }
}

function toClustered(
  rankings: readonly Ranking[],
  stages: ReadonlyMap<string, Stage>,
  sizes: readonly number[],
  models: number,
  size: number,
  x: Float64Array,
  bread: Float64Array,
): Outcome<FitCovariance> {
  const expectations = new Map([...stages].map(([key, stage]) => [key, stage.expectation(x, size)]))
  const clustered = rankings.some((ranking) => ranking.cluster !== undefined)
  const scores = new Map<number, Float64Array>()
  const meat = new Float64Array(size * size)
  let clusters = 0
  const addOuter = (score: Float64Array, times: number) => {
    clusters += times
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        meat[i * size + j] =
          (meat[i * size + j] as number) + times * (score[i] as number) * (score[j] as number)
      }
    }
  }
  for (const ranking of rankings) {
    const count = ranking.count ?? 1
    const score = new Float64Array(size)
    for (const { alternatives, chosen } of toChoices(ranking)) {
      addChoice(score, chosen, sizes, models, 1)
      const expected = expectations.get(alternatives.join(" ")) as Float64Array
      for (let p = 0; p < size; p++) score[p] = (score[p] as number) - (expected[p] as number)
    }
    if (!clustered) {
      addOuter(score, count)
      continue
    }
    if (ranking.cluster === undefined) throw new RangeError("Either all rankings have a cluster, or none.")
    const sum = scores.get(ranking.cluster) ?? new Float64Array(size)
    for (let p = 0; p < size; p++) sum[p] = (sum[p] as number) + count * (score[p] as number)
    scores.set(ranking.cluster, sum)
  }
  for (const sum of scores.values()) addOuter(sum, 1)
  if (clusters < 2) return notDefined("one-cluster")
  const factor = clusters / (clusters - 1)
  const matrix = multiply(multiply(bread, meat, size), bread, size).map((value) => value * factor)
  return defined(
    toCentredCovariance(
      models,
      size,
      clustered ? "clustered" : "hc0",
      matrix,
      clustered ? clusters - 1 : null,
    ),
  )
}
