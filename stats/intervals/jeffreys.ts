import { requireNonNegative } from "@/stats/check"
import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { betaQuantile } from "@/stats/special/incomplete-beta"

/**
 * Jeffreys' interval for a share: the Bayesian twin of Wilson's.
 *
 * Formula: quantiles of Beta(x + ½, n − x + ½), with the ends put at 0 for x = 0 and at 1 for x = n.
 * Reference: Brown, Cai and DasGupta 2001, section 4.
 * Edge cases: n = 0 is undefined ("no-data").
 * Worked example: 0 of 20 gives [0, 0.1166].
 */
export function jeffreysInterval(successes: number, n: number, level = 0.95): Outcome<Interval> {
  requireNonNegative(successes, "successes")
  requireNonNegative(n - successes, "failures")
  if (n === 0) return notDefined("no-data")
  const tail = (1 - level) / 2
  const a = successes + 0.5
  const b = n - successes + 0.5
  return defined({
    estimate: successes / n,
    low: successes === 0 ? 0 : betaQuantile(tail, a, b),
    high: successes === n ? 1 : betaQuantile(1 - tail, a, b),
    level,
  })
}
