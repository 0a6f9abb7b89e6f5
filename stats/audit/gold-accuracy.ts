import { requireCount } from "@/stats/check"
import type { Interval } from "@/stats/interval"
import { betaQuantile, incompleteBeta } from "@/stats/special/incomplete-beta"

/**
 * Posterior of an annotator's accuracy on gold tasks.
 *
 * Formula: Beta(a + right, b + wrong) with a uniform prior a = b = 1 unless told; act only where
 * P(accuracy < threshold) > 0.95.
 * Edge cases: no gold answered gives the prior.
 * Worked example: 3 of 10 right: P(accuracy < 0.6) = 0.9707.
 */
export interface GoldAccuracy extends Interval {
  /** P(accuracy < threshold). */
  readonly below: number
}

export function goldAccuracy(
  right: number,
  total: number,
  threshold: number,
  { a = 1, b = 1, level = 0.95 }: { a?: number; b?: number; level?: number } = {},
): GoldAccuracy {
  requireCount(right, "right")
  requireCount(total - right, "wrong")
  const alpha = a + right
  const beta = b + total - right
  const tail = (1 - level) / 2
  return {
    estimate: alpha / (alpha + beta),
    low: betaQuantile(tail, alpha, beta),
    high: betaQuantile(1 - tail, alpha, beta),
    level,
    below: incompleteBeta(threshold, alpha, beta),
  }
}
