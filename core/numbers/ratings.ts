import { CELL_WIDTH, type NumbersInputs } from "@/core/numbers/inputs"
import { LENGTH_CLASSES, typicalDifference } from "@/core/numbers/length-class"
import type { RatingRow, Ratings } from "@/core/numbers/report"
import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { createRng } from "@/stats/random"
import { POINTS_PER_UNIT, toArenaScale } from "@/stats/rating/arena-scale"
import { type FitOptions, fitBradleyTerry, type RatingFit } from "@/stats/rating/bradley-terry"
import { bootstrapClusters, bootstrapInterval } from "@/stats/rating/cluster-bootstrap"
import { collectColumns, type ComparisonTable } from "@/stats/rating/comparisons"
import { clusteredCovariance, type FitCovariance, hc0Covariance, notBelow } from "@/stats/rating/covariance"
import { rankIntervals } from "@/stats/rating/rank-intervals"
import { isSideAliased } from "@/stats/rating/side-alias"
import { differenceInterval, strengthIntervals, termInterval } from "@/stats/rating/strength-intervals"

/**
 * Below this many people intervals come from a bootstrap of people in place of the sandwich; differences and terms,
 * and all of them where too few resamples have a fit, from the sandwich, but not below that of single answers.
 */
const FEW_CLUSTERS = 20
/** More than this many models: too slow to refit often. */
const MANY_MODELS = 60

export interface FittedRatings {
  readonly ratings: Ratings
  readonly fit: RatingFit | null
  readonly covariance: FitCovariance | null
  readonly table: ComparisonTable | null
  readonly side: { readonly term: Outcome<Interval>; readonly pValue: Outcome<number> }
  readonly length: { readonly term: Outcome<Interval>; readonly pValue: Outcome<number> }
  /** Which model of the report each number of the fit is. */
  readonly used: readonly number[]
}

/**
 * Strengths of the models: Bradley-Terry with Davidson ties, a side term where sides are known, and, for strengths at
 * equal length, a term for the difference of lengths; intervals clustered by person (stats/rating).
 */
export function computeRatings(
  inputs: Pick<NumbersInputs, "models" | "cells">,
  options: { length: boolean; refits?: number },
): FittedRatings {
  const { table, used } = toTable(inputs, options.length)
  const nothing = (reason: Parameters<typeof notDefined>[0]): FittedRatings => {
    const term = notDefined(reason)
    return {
      ratings: term,
      fit: null,
      covariance: null,
      table: null,
      side: { term, pValue: term },
      length: { term, pValue: term },
      used,
    }
  }
  if (table.cells === 0) return nothing(inputs.cells.length > 0 ? "one-model" : "no-data")
  // One may always have stood on the same side: then nothing tells side and strength apart, and the models go first.
  const told = !isSideAliased(table)
  const sided = fitBradleyTerry(table, { side: told })
  const side = told && (sided.defined || sided.reason !== "not-identified")
  const fitOptions: FitOptions = { side }
  const fitted = side === told ? sided : fitBradleyTerry(table, fitOptions)
  if (!fitted.defined) return nothing(fitted.reason)
  const fit = fitted.value
  const clusters = table.entries?.clusters ?? 0
  const clustered = clusteredCovariance(fit, table)
  const single = hc0Covariance(fit, table)
  const few = clusters < FEW_CLUSTERS
  const covariance = !clustered.defined ? single : few ? notBelow(clustered.value, single) : clustered.value
  const refits = options.refits ?? 1000
  const resampled =
    clustered.defined && few && used.length <= MANY_MODELS && refits > 0
      ? bootstrapClusters(fit, table, fitOptions, createRng(1), refits)
      : notDefined("one-cluster")
  const plain = strengthIntervals(fit, covariance)
  // Resamples of two or three people are few different ones, which may all say the same.
  const least = strengthIntervals(fit, single)
  const toScale = ({ estimate, low, high, level }: Interval): Interval => ({
    estimate: toArenaScale(estimate),
    low: toArenaScale(low),
    high: toArenaScale(high),
    level,
  })
  const ranks = rankIntervals(fit, covariance)
  const met = countMet(table)
  const rows = used.map((model, i): RatingRow => {
    const own = resampled.defined
      ? hullOf(bootstrapInterval(fit, resampled.value, i), least[i] as Interval)
      : (plain[i] as Interval)
    const rank = ranks[i] ?? { rank: 0, best: 0, worst: 0 }
    return {
      model: inputs.models[model]?.name ?? "",
      id: inputs.models[model]?.id ?? "",
      rating: toScale(own),
      rank: rank.rank,
      best: rank.best,
      worst: rank.worst,
      comparisons: met[i] ?? 0,
      component: fit.graph.component[i] ?? 0,
      unbounded: isUnbounded(fit, i),
    }
  })
  rows.sort((x, y) => y.rating.estimate - x.rating.estimate || (x.model < y.model ? -1 : 1))
  const order = used
    .map((_, i) => i)
    .sort((x, y) => (fit.strengths[y] as number) - (fit.strengths[x] as number))
  return {
    ratings: defined({
      rows,
      intervals: resampled.defined ? "bootstrap" : clustered.defined ? "clustered" : "hc0",
      clusters,
      comparisons: table.total,
      lead: leadOf(fit, covariance, order),
      components: fit.graph.componentCount,
    }),
    fit,
    covariance,
    table,
    side: termOf(
      fit,
      covariance,
      fit.layout.side,
      !side && table.side.some((s) => s !== 0) ? "not-identified" : "no-variance",
    ),
    length: termOf(fit, covariance, options.length && hasLengths(table) ? fit.layout.covariates : null),
    used,
  }
}

function hullOf(own: Interval, other: Interval): Interval {
  return { ...own, low: Math.min(own.low, other.low), high: Math.max(own.high, other.high) }
}

function leadOf(fit: RatingFit, covariance: FitCovariance, order: readonly number[]): Outcome<Interval> {
  const [first, second] = order
  if (first === undefined || second === undefined) return notDefined("one-model")
  if (fit.graph.component[first] !== fit.graph.component[second]) return notDefined("disconnected")
  return defined(toPoints(differenceInterval(fit, covariance, first, second)))
}

export function toPoints({ estimate, low, high, level }: Interval): Interval {
  return {
    estimate: POINTS_PER_UNIT * estimate,
    low: POINTS_PER_UNIT * low,
    high: POINTS_PER_UNIT * high,
    level,
  }
}

function termOf(
  fit: RatingFit,
  covariance: FitCovariance,
  place: number | null,
  reason: "no-variance" | "not-identified" = "no-variance",
) {
  if (place === null) return { term: notDefined(reason), pValue: notDefined(reason) }
  const interval = termInterval(fit, covariance, place)
  return { term: defined(toPoints(interval)), pValue: defined(interval.pValue) }
}

function hasLengths(table: ComparisonTable): boolean {
  return table.covariateCount > 0 && table.covariates.some((x) => x !== 0)
}

/** Only models that were compared take part; a model against itself says nothing. */
function toTable(
  inputs: Pick<NumbersInputs, "cells">,
  length: boolean,
): { table: ComparisonTable; used: number[] } {
  const { cells } = inputs
  const met = new Set<number>()
  const starts: number[] = []
  for (let at = 0; at < cells.length; at += CELL_WIDTH) {
    const [a, b] = [cells[at + 1] as number, cells[at + 2] as number]
    if (a === b) continue
    met.add(a).add(b)
    starts.push(at)
  }
  const used = [...met].toSorted((x, y) => x - y)
  const number = new Map(used.map((model, i) => [model, i]))
  const n = starts.length
  const column = () => new Int32Array(n)
  const [first, second, side, cluster] = [column(), column(), column(), column()]
  const [wins, ties, losses, index] = [column(), column(), column(), column()]
  for (let i = 0; i < n; i++) {
    const at = starts[i] as number
    const [a, b] = [cells[at + 1] as number, cells[at + 2] as number]
    const turn = a > b
    const sign = turn ? -1 : 1
    cluster[i] = cells[at] as number
    first[i] = number.get(turn ? b : a) as number
    second[i] = number.get(turn ? a : b) as number
    side[i] = sign * Math.sign(cells[at + 3] as number)
    index[i] = sign * (cells[at + 4] as number) + 2
    wins[i] = cells[at + (turn ? 7 : 5)] as number
    ties[i] = cells[at + 6] as number
    losses[i] = cells[at + (turn ? 5 : 7)] as number
  }
  const covariate = length ? { values: LENGTH_CLASSES.map(typicalDifference), index } : null
  const table = collectColumns(used.length, { first, second, side, cluster, wins, ties, losses, covariate })
  return { table, used }
}

function countMet(table: ComparisonTable): number[] {
  const met = Array.from({ length: table.models }, () => 0)
  for (let cell = 0; cell < table.cells; cell++) {
    const n = (table.wins[cell] as number) + (table.ties[cell] as number) + (table.losses[cell] as number)
    for (const model of [table.first[cell] as number, table.second[cell] as number]) {
      met[model] = (met[model] ?? 0) + n
    }
  }
  return met
}

/** Outside the largest block of models that won and lost against one another: only the weak prior holds it. */
function isUnbounded(fit: RatingFit, model: number): boolean {
  const { strong, component } = fit.graph
  const sizes = new Map<number, number>()
  strong.forEach((block, other) => {
    if (component[other] === component[model]) sizes.set(block, (sizes.get(block) ?? 0) + 1)
  })
  return (sizes.get(strong[model] ?? -1) ?? 0) < Math.max(...sizes.values())
}
