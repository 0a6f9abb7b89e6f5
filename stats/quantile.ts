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
