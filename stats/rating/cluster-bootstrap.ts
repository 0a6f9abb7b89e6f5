import { drawMultinomial } from "@/stats/draw-counts"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { expandedTail, sortedQuantile } from "@/stats/quantile"
import type { Interval } from "@/stats/interval"
import type { Rng } from "@/stats/random"
import { DEFAULT_PENALTY, type FitOptions, type RatingFit, withGhost } from "@/stats/rating/bradley-terry"
import type { ComparisonTable } from "@/stats/rating/comparisons"
import { createNewton } from "@/stats/rating/newton"

/**
 * Bootstrap of whole clusters (annotators, or prompts): the interval for few clusters, and a check of the sandwich.
 *
 * Formula: draw G clusters with replacement, add up their counts, refit from where the fit stands; percentiles over
 * the replicates, expanded for the number of clusters (Hesterberg 2015). The same penalised fit is used in every replicate, so a model that happens never to win in one
 * stays finite.
 * Reference: Efron and Tibshirani 1993, chapter 8; Cameron, Gelbach and Miller 2008.
 * Edge cases: fewer than two clusters is undefined ("one-cluster"); replicates whose fit has no answer are counted in
 * `failed` and left out; more than one in twenty makes the whole undefined ("no-convergence").
 * Worked example: with every comparison its own cluster the spread equals the HC0 error (see the test).
 */
export interface BootstrapFits {
  readonly replicates: number
  readonly failed: number
  readonly clusters: number
  readonly models: number
  /** replicates × models: centred strengths. */
  readonly strengths: Float64Array
  /** One per replicate; null where the fit has no side term. */
  readonly side: Float64Array | null
}

export function bootstrapClusters(
  fit: RatingFit,
  table: ComparisonTable,
  options: FitOptions,
  rng: Rng,
  resamples = 1000,
): Outcome<BootstrapFits> {
  const { entries } = table
  if (!entries || entries.clusters < 2) return notDefined("one-cluster")
  const { penalty = DEFAULT_PENALTY, covariateSd = 1 } = options
  const extended = withGhost(table, penalty)
  const newton = createNewton(extended, {
    ties: fit.ties,
    tieTerm: fit.layout.tie !== null,
    side: fit.layout.side !== null,
    strengthSd: penalty.kind === "gaussian" ? penalty.sd : null,
    covariateSd,
  })
  const counts = { wins: extended.wins.slice(), ties: extended.ties.slice(), losses: extended.losses.slice() }
  const ones = new Float64Array(entries.clusters).fill(1)
  const drawn = new Float64Array(entries.clusters)
  const n = fit.models
  const strengths: number[] = []
  const side: number[] = []
  let failed = 0
  for (let r = 0; r < resamples; r++) {
    drawMultinomial(rng, ones, entries.clusters, drawn)
    addUp(entries, drawn, table.cells, counts)
    const solved = newton.resolve(counts, fit.parameters)
    if (!solved.defined) {
      failed += 1
      continue
    }
    const { parameters } = newton.state()
    let mean = 0
    for (let i = 0; i < n; i++) mean += (parameters[i] as number) / n
    for (let i = 0; i < n; i++) strengths.push((parameters[i] as number) - mean)
    if (fit.layout.side !== null) side.push(parameters[fit.layout.side] as number)
  }
  if (failed > 0.05 * resamples) return notDefined("no-convergence")
  return defined({
    replicates: resamples - failed,
    failed,
    clusters: entries.clusters,
    models: n,
    strengths: Float64Array.from(strengths),
    side: fit.layout.side === null ? null : Float64Array.from(side),
  })
}

/** Percentile interval of the strength of a model, or of its difference to another. */
export function bootstrapInterval(
  fit: RatingFit,
  fits: BootstrapFits,
  model: number,
  against: number | null = null,
  level = 0.95,
): Interval {
  const values = new Float64Array(fits.replicates)
  for (let r = 0; r < fits.replicates; r++) {
    const base = r * fits.models
    const other = against === null ? 0 : (fits.strengths[base + against] as number)
    values[r] = (fits.strengths[base + model] as number) - other
  }
  values.sort()
  const tail = expandedTail(level, fits.clusters)
  const other = against === null ? 0 : (fit.strengths[against] as number)
  return {
    estimate: (fit.strengths[model] as number) - other,
    low: sortedQuantile(values, tail),
    high: sortedQuantile(values, 1 - tail),
    level,
  }
}

function addUp(
  entries: NonNullable<ComparisonTable["entries"]>,
  drawn: Float64Array,
  cells: number,
  into: { wins: Float64Array; ties: Float64Array; losses: Float64Array },
): void {
  const { wins, ties, losses } = into
  wins.fill(0, 0, cells)
  ties.fill(0, 0, cells)
  losses.fill(0, 0, cells)
  for (let g = 0; g < entries.clusters; g++) {
    const times = drawn[g] as number
    if (times === 0) continue
    for (let e = entries.start[g] as number; e < (entries.start[g + 1] as number); e++) {
      const cell = entries.cell[e] as number
      wins[cell] = (wins[cell] as number) + times * (entries.wins[e] as number)
      ties[cell] = (ties[cell] as number) + times * (entries.ties[e] as number)
      losses[cell] = (losses[cell] as number) + times * (entries.losses[e] as number)
    }
  }
}
