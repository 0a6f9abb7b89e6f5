import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { expandedTail, quantile } from "@/stats/quantile"
import type { Rng } from "@/stats/random"

/**
 * Interval of any score of a set of n independent units (a corpus BLEU, a mean of ROUGE) by resampling the units.
 *
 * Formula: the score of `resamples` draws of n units with replacement; quantiles at the expanded percentiles of n units.
 * Reference: Koehn 2004 (bootstrap of sentences); Hesterberg 2015.
 * Edge cases: no unit is undefined ("no-data"); one unit is undefined ("one-cluster"): it would give a width of nothing.
 * Worked example: the mean of 0 and 1 has the interval from 0 to 1.
 *
 * @param score the score of the units at these places, of which some may come more than once
 */
export function bootstrapScore(
  n: number,
  score: (places: readonly number[]) => number,
  rng: Rng,
  resamples = 400,
  level = 0.95,
): Outcome<Interval> {
  if (n === 0) return notDefined("no-data")
  if (n === 1) return notDefined("one-cluster")
  const drawn = Float64Array.from({ length: resamples }, () =>
    score(Array.from({ length: n }, () => Math.floor(rng() * n))),
  ).sort()
  const tail = expandedTail(level, n)
  return defined({
    estimate: score(Array.from({ length: n }, (_, at) => at)),
    low: quantile(drawn, tail),
    high: quantile(drawn, 1 - tail),
    level,
  })
}
