import { requireCount, requireOpenUnit } from "@/stats/check"
import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { findRoot } from "@/stats/special/find-root"
import { logBeta } from "@/stats/special/log-gamma"

/**
 * Anytime-valid evidence that two models are not equal, and the confidence sequence that goes with it: look as often
 * as you like, stop when you like.
 *
 * Formula: e = ∫ Π likelihood dBeta(a, b) / likelihood at p0 = B(a + x, b + n − x) / (B(a, b) p0^x (1 − p0)^{n − x}).
 * Under p0 its mean is 1, so e ≥ 1/α ever happens with probability at most α (Ville). The sequence holds the p0 with
 * e < 1/α, at all times at once. a = b = 1 unless told; independent decisive votes.
 * Reference: Ville 1939; Robbins 1970; Ramdas, Grünwald, Vovk and Shafer 2023.
 * Edge cases: no vote gives e = 1 and the interval [0, 1]; ties are left out by the caller, which changes n.
 * Worked example: 15 of 20 with a = b = 1: e = 2^20 B(16, 6) = 3.2206.
 */
export function logEValue(successes: number, n: number, p0 = 0.5, a = 1, b = 1): number {
  requireCount(successes, "successes")
  requireCount(n - successes, "failures")
  requireOpenUnit(p0, "p0")
  if (n === 0) return 0
  return (
    logBeta(a + successes, b + n - successes) -
    logBeta(a, b) -
    successes * Math.log(p0) -
    (n - successes) * Math.log1p(-p0)
  )
}

export function eValue(successes: number, n: number, p0 = 0.5, a = 1, b = 1): number {
  return Math.exp(logEValue(successes, n, p0, a, b))
}

/** The always-valid p-value of one look: min(1, 1/e). The smallest over all looks so far is valid too. */
export function anytimePValue(successes: number, n: number, p0 = 0.5): number {
  return Math.min(1, Math.exp(-logEValue(successes, n, p0)))
}

/** The confidence sequence at this n: covers the truth at all n at once with probability `level`. */
export function confidenceSequence(successes: number, n: number, level = 0.95): Outcome<Interval> {
  if (n === 0) return notDefined("no-data")
  const estimate = successes / n
  const excess = (p: number) => logEValue(successes, n, p) + Math.log(1 - level)
  const tiny = 1e-12
  const inner = Math.min(1 - 1e-9, Math.max(1e-9, estimate))
  return defined({
    estimate,
    low: successes === 0 || excess(tiny) < 0 ? 0 : findRoot(excess, tiny, inner),
    high: successes === n || excess(1 - tiny) < 0 ? 1 : findRoot(excess, inner, 1 - tiny),
    level,
  })
}
