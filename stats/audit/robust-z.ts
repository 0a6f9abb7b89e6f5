import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { quantile } from "@/stats/quantile"

/**
 * Robust z-scores: how far each value lies from the median in units of the median absolute deviation.
 *
 * Formula: (x − median)/(1.4826 MAD). For speeders take log seconds within a class of task length: below −3 together
 * with a drop of accuracy or consistency is a flag, time alone never is.
 * Reference: Iglewicz and Hoaglin 1993.
 * Edge cases: no value is undefined; where more than half the values are equal the MAD is 0 ("no-variance").
 * Worked example: 1, 2, 3, 4, 100 has median 3 and MAD 1: 100 has z = 65.4.
 */
export function robustZ(values: readonly number[]): Outcome<number[]> {
  if (values.length === 0) return notDefined("no-data")
  const median = quantile(values, 0.5)
  const deviation = quantile(
    values.map((value) => Math.abs(value - median)),
    0.5,
  )
  if (deviation === 0) return notDefined("no-variance")
  return defined(values.map((value) => (value - median) / (1.4826 * deviation)))
}
