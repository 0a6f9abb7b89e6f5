import { requireCount } from "@/stats/check"
import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { betaQuantile } from "@/stats/special/incomplete-beta"

/**
 * The exact interval of Clopper and Pearson: covers at least `level` always, and is wider for it.
 *
 * Formula: low = the α/2 quantile of Beta(x, n−x+1), high = the 1−α/2 quantile of Beta(x+1, n−x).
 * Reference: Clopper and Pearson 1934; R binom.test.
 * Edge cases: n = 0 is undefined ("no-data"); counts must be whole.
 * Worked example (Newcombe 1998, table I): 15 of 148 gives [0.0578, 0.1617].
 */
export function clopperPearsonInterval(successes: number, n: number, level = 0.95): Outcome<Interval> {
  requireCount(successes, "successes")
  requireCount(n - successes, "failures")
  if (n === 0) return notDefined("no-data")
  const tail = (1 - level) / 2
  return defined({
    estimate: successes / n,
    low: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    high: successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
    level,
  })
}
