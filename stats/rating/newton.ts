import { choleskyInPlace, choleskySolve } from "@/stats/linear/cholesky"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import type { ComparisonTable } from "@/stats/rating/comparisons"

/**
 * The Newton solver behind the Bradley-Terry family: one instance holds all buffers, so that a bootstrap refits
 * thousands of times without allocating.
 *
 * Parameters in order: strengths, side, covariates, tie. Per cell only Δ and the tie parameter matter; the likelihood
 * of each tie model gives g = ∂/∂Δ, h = ∂/∂tie and the three second derivatives, and the chain rule spreads them.
 */
export interface Layout {
  readonly size: number
  /** Number of strengths (one more than models where there is a ghost). */
  readonly strengths: number
  readonly side: number | null
  readonly covariates: number
  readonly covariateCount: number
  readonly tie: number | null
}

export interface NewtonSetup {
  readonly ties: "davidson" | "half" | "rao-kupper"
  /** Whether the tie parameter is estimated: not for half wins, nor where there is no tie. */
  readonly tieTerm: boolean
  readonly side: boolean
  readonly strengthSd: number | null
  readonly covariateSd: number | null
}

const STEP = 1e-10
const MAX_ITERATIONS = 100
/**
 * A side, covariate or tie term beyond 40 means odds of e^40: the likelihood has no maximum and the fit runs away.
 * Strengths may lie far apart (a chain of 300 models), and their existence is settled by the graph or the penalty.
 */
const FAR = 40

/** What one cell contributes: log-likelihood, first and second derivatives in Δ and in the tie parameter. */
export interface CellTerms {
  value: number
  g: number
  h: number
  gg: number
  gh: number
  hh: number
}

export function createNewton(table: ComparisonTable, setup: NewtonSetup) {
  const k = table.covariateCount
  const strengths = table.models
  const side = setup.side ? strengths : null
  const covariates = strengths + (setup.side ? 1 : 0)
  const tie = setup.tieTerm ? covariates + k : null
  const size = covariates + k + (setup.tieTerm ? 1 : 0)
  const layout: Layout = { size, strengths, side, covariates, covariateCount: k, tie }
  const parameters = new Float64Array(size)
  const trial = new Float64Array(size)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  const terms: CellTerms = { value: 0, g: 0, h: 0, gg: 0, gh: 0, hh: 0 }
  let logLikelihood = Number.NaN
  let iterations = 0
  // The counts of the fit: the table's own, or a resample's.
  let wins = table.wins
  let ties = table.ties
  let losses = table.losses

  const deltaOf = (cell: number, at: Float64Array): number => {
    let delta = (at[table.first[cell] as number] as number) - (at[table.second[cell] as number] as number)
    if (side !== null) delta += (table.side[cell] as number) * (at[side] as number)
    for (let c = 0; c < k; c++)
      delta += (table.covariates[cell * k + c] as number) * (at[covariates + c] as number)
    return delta
  }

  const penaltyOf = (at: Float64Array): number => {
    let sum = 0
    if (setup.strengthSd !== null) {
      for (let i = 0; i < strengths; i++) sum += (at[i] as number) ** 2 / (2 * setup.strengthSd ** 2)
    }
    if (setup.covariateSd !== null) {
      for (let c = 0; c < k; c++) sum += (at[covariates + c] as number) ** 2 / (2 * setup.covariateSd ** 2)
    }
    return sum
  }

  const likelihoodAt = (at: Float64Array): number => {
    const tieValue = tie === null ? Number.NEGATIVE_INFINITY : (at[tie] as number)
    let sum = 0
    for (let cell = 0; cell < table.cells; cell++) {
      const w = wins[cell] as number
      const t = ties[cell] as number
      const l = losses[cell] as number
      if (w + t + l === 0) continue
      cellTerms(setup.ties, deltaOf(cell, at), tieValue, w, t, l, terms)
      sum += terms.value
    }
    return sum
  }

  const add = (row: number, column: number, value: number): void => {
    const at = row >= column ? row * size + column : column * size + row
    hessian[at] = (hessian[at] as number) + value
  }

  /** Fills gradient and information (lower triangle) at `parameters`; returns the log-likelihood. */
  const differentiate = (): number => {
    gradient.fill(0)
    hessian.fill(0)
    const tieValue = tie === null ? Number.NEGATIVE_INFINITY : (parameters[tie] as number)
    let sum = 0
    for (let cell = 0; cell < table.cells; cell++) {
      const w = wins[cell] as number
      const t = ties[cell] as number
      const l = losses[cell] as number
      if (w + t + l === 0) continue
      cellTerms(setup.ties, deltaOf(cell, parameters), tieValue, w, t, l, terms)
      sum += terms.value
      const { g, gg } = terms
      const i = table.first[cell] as number
      const j = table.second[cell] as number
      gradient[i] = (gradient[i] as number) + g
      gradient[j] = (gradient[j] as number) - g
      hessian[i * size + i] = (hessian[i * size + i] as number) + gg
      hessian[j * size + j] = (hessian[j * size + j] as number) + gg
      // first < second in every cell, so (j, i) is in the lower triangle.
      hessian[j * size + i] = (hessian[j * size + i] as number) - gg
      if (side !== null) {
        const s = table.side[cell] as number
        if (s !== 0) {
          gradient[side] = (gradient[side] as number) + s * g
          add(side, i, s * gg)
          add(side, j, -s * gg)
          add(side, side, gg)
          if (tie !== null) add(tie, side, s * terms.gh)
        }
      }
      for (let c = 0; c < k; c++) {
        const x = table.covariates[cell * k + c] as number
        if (x === 0) continue
        const row = covariates + c
        gradient[row] = (gradient[row] as number) + x * g
        add(row, i, x * gg)
        add(row, j, -x * gg)
        if (side !== null) add(row, side, x * (table.side[cell] as number) * gg)
        for (let e = 0; e <= c; e++)
          add(row, covariates + e, x * (table.covariates[cell * k + e] as number) * gg)
        if (tie !== null) add(tie, row, x * terms.gh)
      }
      if (tie !== null) {
        gradient[tie] = (gradient[tie] as number) + terms.h
        add(tie, i, terms.gh)
        add(tie, j, -terms.gh)
        add(tie, tie, terms.hh)
      }
    }
    return sum
  }

  const addPenalty = (): void => {
    if (setup.strengthSd !== null) {
      const precision = 1 / setup.strengthSd ** 2
      for (let i = 0; i < strengths; i++) {
        gradient[i] = (gradient[i] as number) - precision * (parameters[i] as number)
        hessian[i * size + i] = (hessian[i * size + i] as number) + precision
      }
    } else {
      // uuᵀ lifts the direction of a common shift, in which the likelihood is flat.
      for (let i = 0; i < strengths; i++) {
        for (let j = 0; j <= i; j++) hessian[i * size + j] = (hessian[i * size + j] as number) + 1 / strengths
      }
    }
    if (setup.covariateSd !== null) {
      const precision = 1 / setup.covariateSd ** 2
      for (let c = covariates; c < covariates + k; c++) {
        gradient[c] = (gradient[c] as number) - precision * (parameters[c] as number)
        hessian[c * size + c] = (hessian[c * size + c] as number) + precision
      }
    }
  }

  const start = (total: number, tied: number): void => {
    parameters.fill(0)
    if (tie === null) return
    const share = tied / total
    parameters[tie] =
      setup.ties === "davidson" ? Math.log((2 * share) / (1 - share)) : Math.log((1 + share) / (1 - share))
  }

  const inside = (at: Float64Array): boolean =>
    setup.ties !== "rao-kupper" || tie === null || (at[tie] as number) > 1e-12

  /** From where `parameters` stands to the maximum. Afterwards `hessian` holds the information there. */
  const iterate = (): Outcome<null> => {
    for (iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
      logLikelihood = differentiate()
      const value = logLikelihood - penaltyOf(parameters)
      addPenalty()
      if (!choleskyInPlace(hessian, size)) return notDefined("not-identified")
      choleskySolve(hessian, size, gradient)
      let largest = 0
      for (let p = 0; p < size; p++) largest = Math.max(largest, Math.abs(gradient[p] as number))
      let scale = 1
      for (let halving = 0; halving < 60; halving++) {
        for (let p = 0; p < size; p++) trial[p] = (parameters[p] as number) + scale * (gradient[p] as number)
        // Once the step is tiny the likelihood no longer resolves it: take it.
        if (inside(trial) && (largest < 1e-6 || likelihoodAt(trial) - penaltyOf(trial) >= value)) break
        scale /= 2
      }
      parameters.set(trial)
      for (let p = strengths; p < size; p++) {
        if (!(Math.abs(parameters[p] as number) < FAR)) return notDefined("no-convergence")
      }
      if (largest < STEP) {
        logLikelihood = differentiate()
        addPenalty()
        return defined(null)
      }
    }
    return notDefined("no-convergence")
  }

  return {
    layout,
    hessian,
    solve(total: number, tied: number): Outcome<null> {
      start(total, tied)
      return iterate()
    },
    /** Fits other counts over the same cells, starting where `from` stands. */
    resolve(counts: { wins: Float64Array; ties: Float64Array; losses: Float64Array }, from: Float64Array) {
      wins = counts.wins
      ties = counts.ties
      losses = counts.losses
      parameters.set(from)
      return iterate()
    },
    state: () => ({ parameters, iterations, logLikelihood, layout }),
  }
}

/** Log-likelihood and derivatives of one cell (w wins, t ties, l losses of the first model). */
export function cellTerms(
  model: "davidson" | "half" | "rao-kupper",
  delta: number,
  tie: number,
  w: number,
  t: number,
  l: number,
  into: CellTerms,
): void {
  const n = w + t + l
  if (model === "half" || tie === Number.NEGATIVE_INFINITY) {
    const p = 1 / (1 + Math.exp(-delta))
    const score = w + t / 2
    into.value = score * logSigmoid(delta) + (n - score) * logSigmoid(-delta)
    into.g = score - n * p
    into.gg = n * p * (1 - p)
    into.h = into.gh = into.hh = 0
    return
  }
  if (model === "davidson") {
    const half = Math.abs(delta) / 2
    const small = Math.exp(-half)
    const tieWeight = Math.exp(tie) * small
    const sum = 1 + small * small + tieWeight
    const high = 1 / sum
    const low = (small * small) / sum
    const pt = tieWeight / sum
    const pw = delta >= 0 ? high : low
    const pl = delta >= 0 ? low : high
    into.value = ((w - l) * delta) / 2 + t * tie - n * (half + Math.log(sum))
    into.g = (w - l) / 2 - (n * (pw - pl)) / 2
    into.h = t - n * pt
    into.gg = (n * (pw + pl - (pw - pl) ** 2)) / 4
    into.gh = (-n * (pw - pl) * pt) / 2
    into.hh = n * pt * (1 - pt)
    return
  }
  const pw = 1 / (1 + Math.exp(tie - delta))
  const pl = 1 / (1 + Math.exp(tie + delta))
  const winSide = w + t
  const lossSide = l + t
  const grown = -Math.expm1(-2 * tie)
  into.value = winSide * logSigmoid(delta - tie) + lossSide * logSigmoid(-delta - tie)
  if (t > 0) into.value += t * (2 * tie + Math.log(grown))
  into.g = winSide * (1 - pw) - lossSide * (1 - pl)
  into.h = -winSide * (1 - pw) - lossSide * (1 - pl) + (2 * t) / grown
  into.gg = winSide * pw * (1 - pw) + lossSide * pl * (1 - pl)
  into.gh = -winSide * pw * (1 - pw) + lossSide * pl * (1 - pl)
  into.hh = into.gg + (4 * t * (1 - grown)) / (grown * grown)
}

function logSigmoid(x: number): number {
  return x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x))
}
