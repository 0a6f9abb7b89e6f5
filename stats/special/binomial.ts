import { requireCount } from "@/stats/check"
import { incompleteBeta } from "@/stats/special/incomplete-beta"
import { devianceTerm, stirlingError } from "@/stats/special/log-gamma"

/**
 * The binomial distribution: probability of k successes in n, and both tails.
 *
 * Formula: Loader's saddle-point form of C(n, k) p^k (1−p)^(n−k); tails by the incomplete beta function.
 * Reference: checked against R's dbinom and pbinom to 1e-12 relative.
 * Edge cases: p of 0 or 1 puts all mass on 0 or n.
 * Worked example: binomialProbability(2, 4, 0.5) = 0.375.
 */
export function binomialProbability(k: number, n: number, p: number): number {
  requireCount(k, "k")
  requireCount(n, "n")
  if (k > n) return 0
  if (p <= 0) return k === 0 ? 1 : 0
  if (p >= 1) return k === n ? 1 : 0
  if (k === 0) return Math.exp(n * Math.log1p(-p))
  if (k === n) return Math.exp(n * Math.log(p))
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    devianceTerm(k, n * p) -
    devianceTerm(n - k, n * (1 - p))
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)))
}

/** P(X ≤ k). */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0
  return k >= n ? 1 : incompleteBeta(1 - p, n - k, k + 1)
}

/** P(X ≥ k). */
export function binomialAtLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  return k > n ? 0 : incompleteBeta(p, k, n - k + 1)
}
