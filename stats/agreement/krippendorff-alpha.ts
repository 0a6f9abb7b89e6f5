import { type GroupedUnits, groupUnits } from "@/stats/agreement/group-units"
import { drawMultinomial } from "@/stats/draw-counts"
import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { expandedTail, sortedQuantile } from "@/stats/quantile"
import type { Rng } from "@/stats/random"

/**
 * Krippendorff's alpha for any number of raters, missing ratings and four levels of measurement.
 *
 * Formula: α = 1 − D_o/D_e with D_o = (1/n) Σ_units Σ_pairs δ²/(m_u − 1) and D_e = Σ_cd n_c n_d δ²_cd / n(n − 1), n
 * the number of pairable ratings. δ²: nominal 1[c ≠ d]; interval (c − d)²; ratio ((c − d)/(c + d))²; ordinal
 * (Σ_{g=c..d} n_g − (n_c + n_d)/2)², which is the interval difference of the midranks.
 * The bootstrap resamples whole *units*, since ratings of one unit belong together, and takes percentiles; they are
 * expanded for the number of units (Hesterberg 2015), without which 100 units cover 92.7 % in place of 95 %.
 * Reference: Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; 2018, chapter 12.
 * Edge cases: units with one rating are dropped; none left is "no-overlap"; one value only is "one-value"; ratio
 * needs values ≥ 0 and 0 against 0 does not differ. Fewer than about 50 units: show nothing without the interval.
 * Worked example (Krippendorff 2011, section C): nominal 0.743, ordinal 0.815, interval 0.849, ratio 0.797.
 */
export type Level = "nominal" | "ordinal" | "interval" | "ratio"

export interface Alpha {
  readonly value: number
  /** Units with two or more ratings, and ratings in them. */
  readonly units: number
  readonly ratings: number
  readonly observedDisagreement: number
  readonly expectedDisagreement: number
}

/** @param units the ratings of each unit; a missing rating is simply absent */
export function krippendorffAlpha(units: readonly (readonly number[])[], level: Level): Outcome<Alpha> {
  const grouped = groupUnits(units.filter((unit) => unit.length >= 2))
  if (grouped.kinds.length === 0) return notDefined("no-overlap")
  return createAlpha(grouped, level)(Float64Array.from(grouped.multiplicities))
}

export interface AlphaWithInterval extends Alpha {
  /** Undefined where more than one resample in twenty had no alpha of its own. */
  readonly interval: Outcome<Interval>
}

export interface AlphaIntervalOptions {
  readonly resamples?: number
  readonly coverage?: number
  /** false gives the plain percentiles that other programs print. */
  readonly expanded?: boolean
}

/** Alpha with the percentile interval of `resamples` bootstrap samples of units. */
export function krippendorffAlphaInterval(
  units: readonly (readonly number[])[],
  level: Level,
  rng: Rng,
  options: AlphaIntervalOptions = {},
): Outcome<AlphaWithInterval> {
  return krippendorffAlphaOfKinds(groupUnits(units.filter((unit) => unit.length >= 2)), level, rng, options)
}

/** The same from units that were counted by kind already: costs by the number of kinds. Every kind has two or more ratings. */
export function krippendorffAlphaOfKinds(
  grouped: GroupedUnits,
  level: Level,
  rng: Rng,
  { resamples = 2000, coverage = 0.95, expanded = true }: AlphaIntervalOptions = {},
): Outcome<AlphaWithInterval> {
  if (grouped.kinds.length === 0) return notDefined("no-overlap")
  const multiplicities = Float64Array.from(grouped.multiplicities)
  const alphaOf = createAlpha(grouped, level)
  const alpha = alphaOf(multiplicities)
  if (!alpha.defined) return alpha
  const total = multiplicities.reduce((sum, count) => sum + count, 0)
  const drawn = new Float64Array(multiplicities.length)
  const values: number[] = []
  for (let i = 0; i < resamples; i++) {
    drawMultinomial(rng, multiplicities, total, drawn)
    const replicate = alphaOf(drawn)
    if (replicate.defined) values.push(replicate.value.value)
  }
  return defined({
    ...alpha.value,
    interval: toInterval(alpha.value, values, resamples, coverage, expanded, total),
  })
}

function toInterval(
  alpha: Alpha,
  values: number[],
  resamples: number,
  coverage: number,
  expanded: boolean,
  units: number,
) {
  if (units < 2) return notDefined("one-item")
  // Without any disagreement every resample says 1, which is no statement about the next unit.
  if (alpha.observedDisagreement === 0 || values.length === 0 || values.length < 0.95 * resamples)
    return notDefined("no-variance")
  const sorted = Float64Array.from(values).sort()
  const tail = expanded ? expandedTail(coverage, units) : (1 - coverage) / 2
  return defined({
    estimate: alpha.value,
    low: sortedQuantile(sorted, tail),
    high: sortedQuantile(sorted, 1 - tail),
    level: coverage,
  })
}

/** Prepares what does not change between resamples; the result takes how many units of each kind there are. */
function createAlpha(grouped: GroupedUnits, level: Level): (multiplicities: Float64Array) => Outcome<Alpha> {
  const { values, kinds } = grouped
  if (level === "ratio" && (values[0] as number) < 0) throw new RangeError("Ratio values must be at least 0.")
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length
  const scores = Float64Array.from(values, (value) => value - middle)
  const fixed = level === "ordinal" ? null : kinds.map((kind) => withinUnit(kind, level, values, scores))
  const margins = new Float64Array(values.length)
  return (multiplicities) => {
    margins.fill(0)
    let n = 0
    let units = 0
    kinds.forEach((kind, k) => {
      const times = multiplicities[k] as number
      if (times === 0) return
      units += times
      n += times * kind.ratings
      kind.positions.forEach((position, i) => {
        margins[position] = (margins[position] as number) + times * (kind.counts[i] as number)
      })
    })
    if (level === "ordinal") toMidranks(margins, scores)
    let within = 0
    kinds.forEach((kind, k) => {
      const times = multiplicities[k] as number
      if (times === 0) return
      within += times * (fixed ? (fixed[k] as number) : withinUnit(kind, level, values, scores))
    })
    const between = acrossAll(margins, n, level, values, scores)
    if (!(between > 0)) return notDefined("one-value")
    const observedDisagreement = within / n
    const expectedDisagreement = between / (n * (n - 1))
    const value = 1 - observedDisagreement / expectedDisagreement
    return defined({ value, units, ratings: n, observedDisagreement, expectedDisagreement })
  }
}

function toMidranks(margins: Float64Array, into: Float64Array): void {
  let below = 0
  for (let c = 0; c < margins.length; c++) {
    const own = margins[c] as number
    into[c] = below + own / 2
    below += own
  }
  for (let c = 0; c < margins.length; c++) into[c] = (into[c] as number) - below / 2
}

/** Σ over ordered pairs of ratings of one unit of δ², over m − 1. */
function withinUnit(
  kind: GroupedUnits["kinds"][number],
  level: Level,
  values: readonly number[],
  scores: Float64Array,
): number {
  const { positions, counts, ratings } = kind
  if (positions.length === 1) return 0
  return squaredDifferences(positions, counts, ratings, level, values, scores) / (ratings - 1)
}

function acrossAll(
  margins: Float64Array,
  n: number,
  level: Level,
  values: readonly number[],
  scores: Float64Array,
): number {
  // With one value left the moments would cancel to rounding noise instead of zero.
  if (margins.reduce((used, count) => used + (count > 0 ? 1 : 0), 0) < 2) return 0
  return squaredDifferences(null, margins, n, level, values, scores)
}

/** Σ over ordered pairs of δ² of a multiset: `counts[i]` times the value at `positions[i]` (or at i). */
function squaredDifferences(
  positions: readonly number[] | null,
  counts: ArrayLike<number>,
  n: number,
  level: Level,
  values: readonly number[],
  scores: Float64Array,
): number {
  const size = counts.length
  if (level === "ratio") {
    let sum = 0
    for (let i = 0; i < size; i++) {
      const own = counts[i] as number
      if (own === 0) continue
      const x = values[positions ? (positions[i] as number) : i] as number
      for (let j = 0; j < i; j++) {
        const y = values[positions ? (positions[j] as number) : j] as number
        const share = (x - y) / (x + y)
        sum += 2 * own * (counts[j] as number) * share * share
      }
    }
    return sum
  }
  let first = 0
  let second = 0
  if (level === "nominal") {
    for (let i = 0; i < size; i++) second += (counts[i] as number) ** 2
    return n * n - second
  }
  for (let i = 0; i < size; i++) {
    const own = counts[i] as number
    const x = scores[positions ? (positions[i] as number) : i] as number
    first += own * x
    second += own * x * x
  }
  return 2 * (n * second - first * first)
}
