import { choleskyInPlace, choleskySolve } from "@/stats/linear/cholesky"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import type { FitCovariance } from "@/stats/rating/covariance"

/**
 * Quasi-variances: one number per model such that the error of any difference is about √(q_i + q_j), so that a reader
 * can compare any two models from one column.
 *
 * Formula: minimise Σ_{i<j} (log(q_i + q_j) − log v_ij)², v_ij the variance of the difference, by Gauss-Newton with
 * step halving; q_i may be negative as long as all sums are positive.
 * Reference: Firth and de Menezes 2004; R qvcalc.
 * Edge cases: one model is undefined; two models share the variance of their difference in halves; a difference
 * without variance is undefined ("no-variance").
 * Worked example: for independent estimates with variances 1, 2, 3 the quasi-variances are 1, 2, 3 exactly.
 */
export interface QuasiVariances {
  readonly values: readonly number[]
  /** Worst relative errors of the approximated standard errors of differences. */
  readonly largestUnderstatement: number
  readonly largestOverstatement: number
}

export function quasiVariances(covariance: FitCovariance): Outcome<QuasiVariances> {
  const n = covariance.models
  const at = (i: number, j: number) => covariance.matrix[i * covariance.size + j] as number
  if (n < 2) return notDefined(n === 0 ? "no-data" : "one-model")
  const pairs: { i: number; j: number; variance: number }[] = []
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) pairs.push({ i, j, variance: at(i, i) + at(j, j) - 2 * at(i, j) })
  }
  if (pairs.some((pair) => !(pair.variance > 0))) return notDefined("no-variance")
  let q = startValues(n, pairs)
  if (n > 2) {
    for (let iteration = 0; iteration < 200; iteration++) {
      const step = gaussNewtonStep(n, pairs, q)
      if (!step) return notDefined("not-identified")
      const value = lossOf(pairs, q)
      let scale = 1
      let next = q
      for (let halving = 0; halving < 60; halving++) {
        next = q.map((old, i) => old + scale * (step[i] as number))
        if (lossOf(pairs, next) <= value) break
        scale /= 2
      }
      const moved = Math.max(...next.map((own, i) => Math.abs(own - (q[i] as number)) / Math.max(...next)))
      q = next
      if (moved < 1e-13) break
    }
  }
  const errors = pairs.map(
    ({ i, j, variance }) => Math.sqrt(((q[i] as number) + (q[j] as number)) / variance) - 1,
  )
  return defined({
    values: q,
    largestUnderstatement: Math.min(0, ...errors),
    largestOverstatement: Math.max(0, ...errors),
  })
}

type Pairs = readonly { readonly i: number; readonly j: number; readonly variance: number }[]

function startValues(n: number, pairs: Pairs): number[] {
  const sums = Array.from({ length: n }, () => 0)
  let total = 0
  for (const { i, j, variance } of pairs) {
    sums[i] = (sums[i] as number) + variance
    sums[j] = (sums[j] as number) + variance
    total += variance
  }
  if (n === 2) return sums.map((sum) => sum / 2)
  // Least squares of v_ij on q_i + q_j; where that is negative a share of the mean keeps the sums positive.
  const floor = total / pairs.length / 20
  return sums.map((sum) => Math.max(floor, (sum - total / (n - 1)) / (n - 2)))
}

function lossOf(pairs: Pairs, q: readonly number[]): number {
  let sum = 0
  for (const { i, j, variance } of pairs) {
    const own = (q[i] as number) + (q[j] as number)
    if (!(own > 0)) return Number.POSITIVE_INFINITY
    sum += Math.log(own / variance) ** 2
  }
  return sum
}

function gaussNewtonStep(n: number, pairs: Pairs, q: readonly number[]): Float64Array | null {
  const matrix = new Float64Array(n * n)
  const step = new Float64Array(n)
  for (const { i, j, variance } of pairs) {
    const sum = (q[i] as number) + (q[j] as number)
    const weight = 1 / (sum * sum)
    const pull = -Math.log(sum / variance) / sum
    matrix[i * n + i] = (matrix[i * n + i] as number) + weight
    matrix[j * n + j] = (matrix[j * n + j] as number) + weight
    matrix[i * n + j] = (matrix[i * n + j] as number) + weight
    step[i] = (step[i] as number) + pull
    step[j] = (step[j] as number) + pull
  }
  if (!choleskyInPlace(matrix, n)) return null
  choleskySolve(matrix, n, step)
  return step
}
