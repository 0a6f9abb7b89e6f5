import type { Interval } from "@/stats/interval"
import { at, requireCount } from "@/stats/check"
import { betaQuantile } from "@/stats/special/incomplete-beta"
import { logBeta } from "@/stats/special/log-gamma"

/**
 * Empirical Bayes for many people's shares: what the group is like decides how far a small n is believed.
 *
 * Formula: x_i of n_i with x_i ~ BetaBinomial(n_i, a, b); (a, b) by maximum likelihood over the mean m = a/(a + b) and
 * the strength s = a + b (a golden search of m inside a grid of s = 2, 2.5, … up to 2·1.25³⁰), with one pseudo-person
 * of 2 answers, 1.6 of them hits, so that nothing runs away. The shrunk share is (a + x)/(s + n), its interval the
 * quantiles of Beta(a + x, b + n − x).
 * Reference: Efron and Morris 1977; Robinson 2017.
 * Edge cases: people without answers get the group's mean and its spread; no people at all: Beta(1.6, 0.4).
 * Worked example: prior Beta(18, 2) and 3 of 5 give (18 + 3)/(20 + 5) = 0.84, not 0.6.
 */
export interface BetaPrior {
  readonly a: number
  readonly b: number
}

export function fitBetaPrior(hits: ArrayLike<number>, sizes: ArrayLike<number>): BetaPrior {
  const n = sizes.length
  for (let i = 0; i < n; i++) {
    requireCount(at(hits, i), "hits")
    requireCount(at(sizes, i) - at(hits, i), "misses")
  }
  const fit = (strength: number) => {
    const value = (mean: number) => {
      const a = mean * strength
      const b = strength - a
      let sum = logBeta(a + 1.6, b + 0.4) - (n + 1) * logBeta(a, b)
      for (let i = 0; i < n; i++) sum += logBeta(a + at(hits, i), b + at(sizes, i) - at(hits, i))
      return sum
    }
    const mean = goldenMaximum(value, 0.001, 0.999)
    return { a: mean * strength, b: (1 - mean) * strength, value: value(mean) }
  }
  let best = fit(2)
  for (let step = 1; step <= 30; step++) {
    const next = fit(2 * 1.25 ** step)
    if (next.value > best.value) best = next
  }
  return { a: best.a, b: best.b }
}

/** The share of one person in the light of the group. */
export function shrinkShare(hits: number, n: number, { a, b }: BetaPrior, level = 0.95): Interval {
  requireCount(hits, "hits")
  requireCount(n - hits, "misses")
  const tail = (1 - level) / 2
  return {
    estimate: (a + hits) / (a + b + n),
    low: betaQuantile(tail, a + hits, b + n - hits),
    high: betaQuantile(1 - tail, a + hits, b + n - hits),
    level,
  }
}

/** The highest point of a function with one peak. */
function goldenMaximum(value: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2
  let from = low
  let to = high
  let left = to - ratio * (to - from)
  let right = from + ratio * (to - from)
  let atLeft = value(left)
  let atRight = value(right)
  while (to - from > 1e-6) {
    if (atLeft < atRight) {
      from = left
      left = right
      atLeft = atRight
      right = from + ratio * (to - from)
      atRight = value(right)
    } else {
      to = right
      right = left
      atRight = atLeft
      left = to - ratio * (to - from)
      atLeft = value(left)
    }
  }
  return (from + to) / 2
}
