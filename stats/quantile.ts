import { normalCdf } from "@/stats/special/normal"
import { studentQuantile } from "@/stats/special/student-t"

/**
 * Sample quantile by linear interpolation between order statistics (Hyndman and Fan type 7, R's default).
 *
 * Edge cases: an empty sample throws RangeError.
 * Worked example: the 0.25 quantile of 1, 2, 3, 4 is 1.75.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort()
  return sortedQuantile(sorted, p)
}

/** The same of values already sorted upwards. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  const n = sorted.length
  if (n === 0) throw new RangeError("An empty sample has no quantile.")
  const position = (n - 1) * p
  const below = Math.floor(position)
  const low = sorted[below] as number
  const high = sorted[Math.min(n - 1, below + 1)] as number
  return low + (position - below) * (high - low)
}

/**
 * The tail to cut off a bootstrap distribution made from n units. The plain (1 − level)/2 is too much: the bootstrap
 * spread is short by √((n − 1)/n) and normal where Student's t belongs.
 *
 * Formula: Φ(−√(n/(n − 1)) t_{n−1}), the expanded percentile interval.
 * Reference: Hesterberg 2015, The American Statistician 69, 371-386.
 * Worked example: level 0.95 and n = 40 give 0.0203 in place of 0.025.
 */
export function expandedTail(level: number, n: number): number {
  return normalCdf(-Math.sqrt(n / (n - 1)) * studentQuantile((1 + level) / 2, n - 1))
}
