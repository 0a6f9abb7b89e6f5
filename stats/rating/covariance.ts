import { multiply } from "@/stats/linear/cholesky"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import type { RatingFit } from "@/stats/rating/bradley-terry"
import type { ComparisonTable } from "@/stats/rating/comparisons"
import { type CellTerms, cellTerms } from "@/stats/rating/newton"

/**
 * Covariance of the terms of a fit.
 *
 * Formula: with A⁻¹ the bread of the fit: model A⁻¹; sandwich A⁻¹ J A⁻¹ with J = Σ s sᵀ over single comparisons
 * (HC0) or over clusters with their summed scores, times G/(G − 1) (CR0). The model form is wrong for half wins (too
 * wide) and too narrow where the votes of a person belong together: clustered by annotator is the default to show,
 * with Student's t on G − 1 degrees of freedom. Below about 20 clusters prefer the cluster bootstrap.
 * The strengths are centred (mean 0), so a diagonal entry is the error against the average model.
 * Reference: White 1982; Liang and Zeger 1986; R sandwich::vcovCL(type = "HC0", cadjust = TRUE).
 * Edge cases: clustered without clusters or with a single one is undefined ("one-cluster").
 * Worked example: one pair, w wins and l losses: model variance of λ_i − λ_j is 1/w + 1/l, HC0 the same.
 */
export interface FitCovariance {
  readonly kind: "model" | "hc0" | "clustered"
  readonly models: number
  readonly size: number
  /** size × size, in the order of the fit's layout. */
  readonly matrix: Float64Array
  /** G − 1 where clustered; null means the normal distribution. */
  readonly degreesOfFreedom: number | null
  /** Another matrix in the same order; an error is the larger one of the two (see `notBelow`). */
  readonly floor?: Float64Array
}

/**
 * The first, but no error smaller than by the second; of a fit with few clusters the clustered one, but not below HC0.
 *
 * Reason: the meat of G clusters has rank G − 1. With as many terms as clusters a fit can meet each of them exactly,
 * and then the sandwich says that nothing is uncertain. People who agree with themselves only add to the error, so
 * answers taken one by one are the least it can be.
 * Reference: Angrist and Pischke 2009, section 8.2.3 (the larger of conventional and robust errors); Cameron and
 * Miller 2015, section VI.
 * Worked example: one person sees A on the left and prefers it 6 : 3, another sees B on the left and prefers it 6 : 3.
 * Strength and side meet both exactly, the clustered error of A − B is 0; by HC0 it is √(1/6 + 1/3) / √2 = ½.
 */
export function notBelow(covariance: FitCovariance, least: FitCovariance): FitCovariance {
  return { ...covariance, floor: least.matrix }
}

export function modelCovariance(fit: RatingFit): FitCovariance {
  return toCentredCovariance(fit.models, fit.layout.size, "model", fit.bread.slice(), null)
}

export function hc0Covariance(fit: RatingFit, table: ComparisonTable): FitCovariance {
  const spread = createSpread(fit, table)
  const { size } = fit.layout
  const meat = new Float64Array(size * size)
  for (let cell = 0; cell < table.cells; cell++) {
    const scores = spread.scoresOf(cell)
    spread.addOuter(meat, cell, scores.win, table.wins[cell] as number)
    spread.addOuter(meat, cell, scores.tie, table.ties[cell] as number)
    spread.addOuter(meat, cell, scores.loss, table.losses[cell] as number)
  }
  return toCentredCovariance(fit.models, size, "hc0", sandwich(fit, meat), null)
}

export function clusteredCovariance(fit: RatingFit, table: ComparisonTable): Outcome<FitCovariance> {
  const { entries } = table
  if (!entries || entries.clusters < 2) return notDefined("one-cluster")
  const spread = createSpread(fit, table)
  const { size } = fit.layout
  const meat = new Float64Array(size * size)
  const score = new Float64Array(size)
  for (let g = 0; g < entries.clusters; g++) {
    score.fill(0)
    for (let e = entries.start[g] as number; e < (entries.start[g + 1] as number); e++) {
      const cell = entries.cell[e] as number
      const scores = spread.scoresOf(cell)
      const w = entries.wins[e] as number
      const t = entries.ties[e] as number
      const l = entries.losses[e] as number
      spread.addScore(
        score,
        cell,
        w * scores.win.g + t * scores.tie.g + l * scores.loss.g,
        w * scores.win.h + t * scores.tie.h + l * scores.loss.h,
      )
    }
    for (let i = 0; i < size; i++) {
      const own = score[i] as number
      if (own === 0) continue
      for (let j = 0; j < size; j++)
        meat[i * size + j] = (meat[i * size + j] as number) + own * (score[j] as number)
    }
  }
  const factor = entries.clusters / (entries.clusters - 1)
  for (let at = 0; at < meat.length; at++) meat[at] = (meat[at] as number) * factor
  return defined(
    toCentredCovariance(fit.models, size, "clustered", sandwich(fit, meat), entries.clusters - 1),
  )
}

interface Score {
  readonly g: number
  readonly h: number
}

/** Scores of single outcomes of a cell, and how they spread over the parameters. */
function createSpread(fit: RatingFit, table: ComparisonTable) {
  const { layout, parameters } = fit
  const { size, side, covariates, covariateCount: k, tie } = layout
  const tieValue = tie === null ? Number.NEGATIVE_INFINITY : (parameters[tie] as number)
  const known: ({ win: Score; tie: Score; loss: Score } | undefined)[] = []
  const terms: CellTerms = { value: 0, g: 0, h: 0, gg: 0, gh: 0, hh: 0 }
  const scoreOf = (delta: number, w: number, t: number, l: number): Score => {
    cellTerms(fit.ties, delta, tieValue, w, t, l, terms)
    return { g: terms.g, h: terms.h }
  }
  const scoresOf = (cell: number) => {
    const cached = known[cell]
    if (cached) return cached
    let delta =
      (parameters[table.first[cell] as number] as number) -
      (parameters[table.second[cell] as number] as number)
    if (side !== null) delta += (table.side[cell] as number) * (parameters[side] as number)
    for (let c = 0; c < k; c++) {
      delta += (table.covariates[cell * k + c] as number) * (parameters[covariates + c] as number)
    }
    const scores = {
      win: scoreOf(delta, 1, 0, 0),
      tie: scoreOf(delta, 0, 1, 0),
      loss: scoreOf(delta, 0, 0, 1),
    }
    known[cell] = scores
    return scores
  }
  const addScore = (into: Float64Array, cell: number, g: number, h: number): void => {
    const i = table.first[cell] as number
    const j = table.second[cell] as number
    into[i] = (into[i] as number) + g
    into[j] = (into[j] as number) - g
    if (side !== null) into[side] = (into[side] as number) + (table.side[cell] as number) * g
    for (let c = 0; c < k; c++) {
      into[covariates + c] = (into[covariates + c] as number) + (table.covariates[cell * k + c] as number) * g
    }
    if (tie !== null) into[tie] = (into[tie] as number) + h
  }
  const row = new Float64Array(size)
  const places = new Int32Array(4 + k)
  const addOuter = (into: Float64Array, cell: number, score: Score, times: number): void => {
    if (times === 0) return
    let used = 0
    places[used++] = table.first[cell] as number
    places[used++] = table.second[cell] as number
    if (side !== null) places[used++] = side
    for (let c = 0; c < k; c++) places[used++] = covariates + c
    if (tie !== null) places[used++] = tie
    for (let p = 0; p < used; p++) row[places[p] as number] = 0
    addScore(row, cell, score.g, score.h)
    for (let p = 0; p < used; p++) {
      const a = places[p] as number
      for (let q = 0; q < used; q++) {
        const b = places[q] as number
        into[a * size + b] = (into[a * size + b] as number) + times * (row[a] as number) * (row[b] as number)
      }
    }
  }
  return { scoresOf, addScore, addOuter }
}

function sandwich(fit: RatingFit, meat: Float64Array): Float64Array {
  const { size } = fit.layout
  return multiply(multiply(fit.bread, meat, size), fit.bread, size)
}

/** Wraps a size × size matrix whose first `models` rows are strengths, which are centred in place. */
export function toCentredCovariance(
  models: number,
  size: number,
  kind: FitCovariance["kind"],
  matrix: Float64Array,
  degreesOfFreedom: number | null,
): FitCovariance {
  const n = models
  // λ_i − mean(λ): subtract the mean over models from the strength rows, then from the strength columns.
  for (const [step, stride] of [
    [size, 1],
    [1, size],
  ] as const) {
    for (let other = 0; other < size; other++) {
      let mean = 0
      for (let i = 0; i < n; i++) mean += (matrix[i * step + other * stride] as number) / n
      for (let i = 0; i < n; i++) {
        const at = i * step + other * stride
        matrix[at] = (matrix[at] as number) - mean
      }
    }
  }
  return { kind, models: n, size, matrix, degreesOfFreedom }
}
