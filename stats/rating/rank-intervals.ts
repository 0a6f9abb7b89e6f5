import type { FitCovariance } from "@/stats/rating/covariance"
import { differenceError, type FittedStrengths, intervalQuantile } from "@/stats/rating/strength-intervals"

/**
 * The interval of each model's rank.
 *
 * Formula: best rank = 1 + number of models whose difference to it lies entirely above 0, worst rank = n − number
 * whose difference lies entirely below. With `simultaneous` (the default) the n − 1 differences of a model share the
 * error (Bonferroni), so the rank interval holds with at least `level`: conservative by design.
 * Reference: Goldstein and Spiegelhalter 1996; Mogstad, Romano, Shaikh and Wilhelm 2024.
 * Edge cases: one model has rank 1; models of different components are never told apart.
 * Worked example: strengths far apart give [1, 1], [2, 2], …; equal ones give [1, n] for all.
 */
export interface RankInterval {
  /** Rank by the point estimate; equal strengths share the better rank. */
  readonly rank: number
  readonly best: number
  readonly worst: number
}

export function rankIntervals(
  fit: FittedStrengths & { readonly graph: { readonly component: readonly number[] } },
  covariance: FitCovariance,
  level = 0.95,
  simultaneous = true,
): RankInterval[] {
  const n = fit.models
  const each = simultaneous && n > 2 ? 1 - (1 - level) / (n - 1) : level
  const q = intervalQuantile(covariance, each)
  const { component } = fit.graph
  return Array.from({ length: n }, (_, i) => {
    let rank = 1
    let best = 1
    let worst = n
    for (let j = 0; j < n; j++) {
      if (j === i) continue
      const lead = (fit.strengths[j] as number) - (fit.strengths[i] as number)
      if (lead > 0) rank += 1
      if (component[i] !== component[j]) continue
      const reach = q * differenceError(covariance, i, j)
      if (lead - reach > 0) best += 1
      if (lead + reach < 0) worst -= 1
    }
    return { rank, best, worst }
  })
}
