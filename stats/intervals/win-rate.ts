import { requireNonNegative } from "@/stats/check"
import type { IntervalWithError } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { findRoot } from "@/stats/special/find-root"
import { twoSidedZ } from "@/stats/special/normal"

/**
 * Win rate with ties as half wins, m = (w + t/2)/n, with the interval of its score.
 *
 * Formula: the variance of the score of one comparison is (w + t/4)/n − m². The interval holds the μ with
 * (m − μ)² ≤ z² V(μ)/n, where V(μ) is that variance under the most likely shares whose mean is μ. With d = 2m − 1 =
 * (w − l)/n this is Tango's interval for a paired difference; without ties it is Wilson's interval.
 * Reference: Tango 1998, Statistics in Medicine 17, 891-908.
 * Edge cases: no comparison is undefined; all ties give a width that is not zero.
 * Worked example: 12 wins, 36 ties, 2 losses: m = 0.6, d in [0.0611, 0.3447], so m in [0.5306, 0.6724].
 */
export interface WinRate extends IntervalWithError {
  readonly wins: number
  readonly ties: number
  readonly losses: number
  readonly n: number
  /** Variance of the score of one comparison. */
  readonly variance: number
}

export function winRate(wins: number, ties: number, losses: number, level = 0.95): Outcome<WinRate> {
  requireNonNegative(wins, "wins")
  requireNonNegative(ties, "ties")
  requireNonNegative(losses, "losses")
  const n = wins + ties + losses
  if (n === 0) return notDefined("no-data")
  const z = twoSidedZ(level)
  const difference = (wins - losses) / n
  const excess = (d: number) => {
    const variance = constrainedVariance(wins, losses, n, d)
    return n * (difference - d) ** 2 - z * z * variance
  }
  const low = losses === n ? -1 : lowerEnd(excess, difference)
  const high = wins === n ? 1 : upperEnd(excess, difference)
  const estimate = (wins + ties / 2) / n
  const variance = Math.max(0, (wins + ties / 4) / n - estimate * estimate)
  return defined({
    wins,
    ties,
    losses,
    n,
    estimate,
    variance,
    standardError: Math.sqrt(variance / n),
    low: (1 + low) / 2,
    high: (1 + high) / 2,
    level,
  })
}

// The estimate itself is a root where its variance is zero (all wins, all ties): the search starts beside it.
const NUDGE = 1e-9

function lowerEnd(excess: (d: number) => number, difference: number): number {
  return excess(-1) <= 0 ? -1 : findRoot(excess, -1, difference - NUDGE)
}

function upperEnd(excess: (d: number) => number, difference: number): number {
  return excess(1) <= 0 ? 1 : findRoot(excess, difference + NUDGE, 1)
}

/** Variance of one score in {−1, 0, 1} under the most likely shares with mean d (Tango's equation for q̂₂₁). */
function constrainedVariance(wins: number, losses: number, n: number, d: number): number {
  const a = 2 * n
  const b = -wins - losses + (2 * n - wins + losses) * d
  const c = -losses * d * (1 - d)
  const lossShare = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a)
  return 2 * lossShare + d * (1 - d)
}
