import { requireNonNegative } from "@/stats/check"
import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { twoSidedZ } from "@/stats/special/normal"

/**
 * Wilson's score interval for a share: the default for win rates and accuracies.
 *
 * Formula: ((p + z²/2n) ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 * Reference: Wilson 1927; Newcombe 1998, method 3; R prop.test(correct = FALSE).
 * Edge cases: n = 0 is undefined ("no-data"); x = 0 and x = n give exactly 0 and 1 at that end.
 * Worked example (Newcombe 1998, table I): 81 of 263 gives [0.2553, 0.3662].
 */
export function wilsonInterval(successes: number, n: number, level = 0.95): Outcome<Interval> {
  requireNonNegative(successes, "successes")
  requireNonNegative(n - successes, "failures")
  if (n === 0) return notDefined("no-data")
  const z = twoSidedZ(level)
  const p = successes / n
  const scale = 1 + (z * z) / n
  const centre = (p + (z * z) / (2 * n)) / scale
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale
  return defined({
    estimate: p,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
    level,
  })
}
