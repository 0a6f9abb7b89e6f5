/**
 * Elo as a live ticker: order-dependent, never a ranking.
 *
 * Formula: R ← R + K (S − E), E = 1/(1 + 10^((R_other − R)/400)), S = 1, ½ or 0; one comparison after another.
 * Reference: Elo 1978; FastChat's compute_elo (K = 4, start 1000).
 * Edge cases: no comparison leaves everybody at the start; the sum of ratings never changes.
 * Worked example: two new models, K = 32, one win: 1016 and 984.
 */
export interface EloOptions {
  readonly k?: number
  readonly start?: number
}

export function eloRatings(
  models: number,
  comparisons: Iterable<{ readonly first: number; readonly second: number; readonly score: number }>,
  { k = 4, start = 1000 }: EloOptions = {},
): Float64Array {
  const ratings = new Float64Array(models).fill(start)
  for (const { first, second, score } of comparisons) {
    const a = ratings[first]
    const b = ratings[second]
    if (a === undefined || b === undefined)
      throw new RangeError(`Models ${first} and ${second} are not of ${models}.`)
    const change = k * (score - 1 / (1 + 10 ** ((b - a) / 400)))
    ratings[first] = a + change
    ratings[second] = b - change
  }
  return ratings
}
