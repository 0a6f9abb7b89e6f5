import { choleskyInPlace, choleskyInverse } from "@/stats/linear/cholesky"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { type BeatGraph, toBeatGraph } from "@/stats/rating/beat-graph"
import type { ComparisonTable } from "@/stats/rating/comparisons"
import { createNewton, type Layout } from "@/stats/rating/newton"

/**
 * The Bradley-Terry family by penalised maximum likelihood: strengths of models from comparisons, with ties, a side
 * term and covariates in one fit.
 *
 * Formula: with Δ = λ_i − λ_j + s·d + x·β for a comparison of i and j (s = +1 if i stood on the left, −1 on the right,
 * x the differences of covariates):
 *   half        ties are half wins (the arena convention): P(i) = σ(Δ), log-likelihood (w + t/2) log σ(Δ) + …
 *   davidson    P(i) : P(tie) : P(j) = e^{Δ/2} : ν : e^{−Δ/2}                     (Davidson 1970; the default)
 *   rao-kupper  P(i) = σ(Δ − c), P(j) = σ(−Δ − c), P(tie) the rest, c = log θ     (Rao and Kupper 1967)
 * so that d is Davidson and Beaver's 1977 advantage of the left, d/2 on each side. All three are concave; Newton with
 * a Cholesky solve and step halving, over collapsed counts, stops where no parameter moves by 1e-10.
 *
 * Penalty: `gaussian` subtracts Σ λ²/(2 sd²) (default sd 2, about 350 points: weak), `ghost` gives every model half a
 * win and half a loss against one more model with a free strength (the convention of R's PlackettLuce), `none` is the
 * plain maximum likelihood. The side term is never penalised; covariates have N(0, covariateSd²), 1 unless told.
 *
 * Edge cases: no comparison, one model, all ties, and what the graph forbids are undefined with a reason. With
 * `none`, several components are "disconnected" and a model that never lost or never won is
 * "not-strongly-connected"; the penalised fits are finite there, and `graph` says what to badge.
 * Reference: Bradley and Terry 1952; Hunter 2004; R BradleyTerry2, psychotools (btmodel, ties = TRUE), VGAM, glm.
 * Worked example (four journals of statistics, citations as wins, R BradleyTerry2): with Biometrika at 0, Comm Statist
 * −2.9491, JASA −0.4796, JRSS-B 0.2690.
 */
export type TieModel = "davidson" | "half" | "rao-kupper"

export type Penalty =
  | { readonly kind: "none" }
  | { readonly kind: "gaussian"; readonly sd: number }
  | { readonly kind: "ghost"; readonly weight: number }

export interface FitOptions {
  readonly ties?: TieModel
  readonly penalty?: Penalty
  /** Estimate an advantage of the left side. */
  readonly side?: boolean
  /** Prior spread of the coefficients of covariates; null leaves them free. */
  readonly covariateSd?: number | null
}

export interface RatingFit {
  readonly models: number
  readonly ties: TieModel
  readonly penalty: Penalty
  /** Natural-log strengths with mean 0. */
  readonly strengths: Float64Array
  /** Advantage of the left on the same scale; null where it was not asked for. */
  readonly side: number | null
  readonly covariates: Float64Array
  /** log ν (davidson) or c = log θ (rao-kupper); null for half, or where no tie occurred. */
  readonly tie: number | null
  readonly logLikelihood: number
  readonly iterations: number
  readonly comparisons: number
  readonly graph: BeatGraph
  /** Where each term stands in `parameters` and `bread`: strengths first. */
  readonly layout: Layout
  readonly parameters: Float64Array
  /** Inverse of the (penalised) information, size × size: the bread of the sandwich. */
  readonly bread: Float64Array
}

export const DEFAULT_PENALTY: Penalty = { kind: "gaussian", sd: 2 }

export function fitBradleyTerry(table: ComparisonTable, options: FitOptions = {}): Outcome<RatingFit> {
  const { ties = "davidson", penalty = DEFAULT_PENALTY, side = false, covariateSd = 1 } = options
  const n = table.models
  if (table.total === 0 || n === 0) return notDefined("no-data")
  if (n === 1) return notDefined("one-model")
  const tied = table.ties.reduce((sum, count) => sum + count, 0)
  if (tied === table.total) return notDefined("all-ties")
  const graph = toBeatGraph(table)
  if (penalty.kind === "none") {
    if (graph.componentCount > 1) return notDefined("disconnected")
    if (graph.strongCount > 1) return notDefined("not-strongly-connected")
  }
  const newton = createNewton(withGhost(table, penalty), {
    ties,
    tieTerm: ties !== "half" && tied > 0,
    side,
    strengthSd: penalty.kind === "gaussian" ? penalty.sd : null,
    covariateSd,
  })
  const solved = newton.solve(table.total, tied)
  if (!solved.defined) return solved
  const { parameters, iterations, logLikelihood, layout } = newton.state()
  if (!choleskyInPlace(newton.hessian, layout.size)) return notDefined("not-identified")
  const bread = choleskyInverse(newton.hessian, layout.size)
  if (penalty.kind !== "gaussian") removeNullDirection(bread, layout)
  const mean = parameters.subarray(0, n).reduce((sum, value) => sum + value, 0) / n
  for (let i = 0; i < layout.strengths; i++) parameters[i] = (parameters[i] as number) - mean
  return defined({
    models: n,
    ties,
    penalty,
    strengths: parameters.slice(0, n),
    side: layout.side === null ? null : (parameters[layout.side] as number),
    covariates: parameters.slice(layout.covariates, layout.covariates + table.covariateCount),
    tie: layout.tie === null ? null : (parameters[layout.tie] as number),
    logLikelihood,
    iterations,
    comparisons: table.total,
    graph,
    layout,
    parameters: parameters.slice(),
    bread,
  })
}

/** The table with one more model that everybody half beat and half lost to. */
export function withGhost(table: ComparisonTable, penalty: Penalty): ComparisonTable {
  if (penalty.kind !== "ghost") return table
  const n = table.models
  const cells = table.cells + n
  const grow = <T extends Int32Array | Int8Array | Float64Array>(
    old: T,
    into: T,
    last: (i: number) => number,
  ): T => {
    into.set(old)
    for (let i = 0; i < n; i++) into[table.cells + i] = last(i)
    return into
  }
  const covariates = new Float64Array(cells * table.covariateCount)
  covariates.set(table.covariates)
  return {
    ...table,
    models: n + 1,
    cells,
    first: grow(table.first, new Int32Array(cells), (i) => i),
    second: grow(table.second, new Int32Array(cells), () => n),
    side: grow(table.side, new Int8Array(cells), () => 0),
    covariates,
    wins: grow(table.wins, new Float64Array(cells), () => penalty.weight),
    ties: grow(table.ties, new Float64Array(cells), () => 0),
    losses: grow(table.losses, new Float64Array(cells), () => penalty.weight),
    entries: null,
  }
}

/** Newton adds uuᵀ (u the unit vector of a common shift) to a singular information; its inverse has uuᵀ too much. */
function removeNullDirection(bread: Float64Array, layout: Layout): void {
  const share = 1 / layout.strengths
  for (let i = 0; i < layout.strengths; i++) {
    for (let j = 0; j < layout.strengths; j++) {
      const at = i * layout.size + j
      bread[at] = (bread[at] as number) - share
    }
  }
}
