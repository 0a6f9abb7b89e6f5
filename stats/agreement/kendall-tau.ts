import { defined, notDefined, type Outcome } from "@/stats/outcome"

/**
 * Kendall's tau-b of two orders of the same objects, ties allowed in both.
 *
 * Formula: (C − D) / √((C + D + X)(C + D + Y)) over all pairs: concordant, discordant, tied in the first only, tied in
 * the second only.
 * Reference: Kendall 1945; R cor(method = "kendall").
 * Edge cases: fewer than two objects is undefined; an order that ties everything is "no-variance".
 * Worked example: [1, 2, 3, 4] against [1, 2, 4, 3] gives (5 − 1)/6 = 0.667.
 */
export function kendallTauB(first: readonly number[], second: readonly number[]): Outcome<number> {
  if (first.length !== second.length) throw new RangeError("Both orders need the same objects.")
  const n = first.length
  if (n === 0) return notDefined("no-data")
  if (n < 2) return notDefined("too-few-items")
  let difference = 0
  let untiedFirst = 0
  let untiedSecond = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const a = Math.sign((first[i] as number) - (first[j] as number))
      const b = Math.sign((second[i] as number) - (second[j] as number))
      difference += a * b
      untiedFirst += a * a
      untiedSecond += b * b
    }
  }
  if (untiedFirst === 0 || untiedSecond === 0) return notDefined("no-variance")
  return defined(difference / Math.sqrt(untiedFirst * untiedSecond))
}
