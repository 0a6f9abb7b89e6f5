import { requireCount, requireOpenUnit } from "@/stats/check"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { binomialAtLeast, binomialAtMost, binomialProbability } from "@/stats/special/binomial"

/**
 * The exact two-sided binomial test.
 *
 * Formula: p = Σ P(k) over all k no more likely than x (within a relative 1e-7), as R's binom.test does.
 * Reference: Conover 1999; R binom.test.
 * Edge cases: n = 0 is undefined ("no-data").
 * Worked example: 134 of 234 against ½ gives p = 0.0310 (the left side was chosen 134 times, the right 100 times).
 */
export function exactBinomialTest(successes: number, n: number, share = 0.5): Outcome<number> {
  requireCount(successes, "successes")
  requireCount(n - successes, "failures")
  requireOpenUnit(share, "share")
  if (n === 0) return notDefined("no-data")
  const mean = n * share
  if (successes === mean) return defined(1)
  const limit = binomialProbability(successes, n, share) * (1 + 1e-7)
  if (successes < mean) {
    // The first k above the mean that is no more likely than what was seen.
    let low = Math.ceil(mean)
    let high = n + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (binomialProbability(middle, n, share) <= limit) high = middle
      else low = middle + 1
    }
    return defined(Math.min(1, binomialAtMost(successes, n, share) + binomialAtLeast(low, n, share)))
  }
  let low = -1
  let high = Math.floor(mean)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (binomialProbability(middle, n, share) <= limit) low = middle
    else high = middle - 1
  }
  return defined(Math.min(1, binomialAtMost(low, n, share) + binomialAtLeast(successes, n, share)))
}
