import { plainInterval } from "@/core/numbers/agreement"
import type { Tally } from "@/core/numbers/inputs"
import type { Share } from "@/core/numbers/report"
import { pairwiseAgreementOfCounts } from "@/stats/agreement/pairwise-agreement"
import { wilsonInterval } from "@/stats/intervals/wilson"
import { notDefined, type Outcome } from "@/stats/outcome"
import type { Interval } from "@/stats/interval"

/**
 * A share over all people with an interval that knows that the answers of one person belong together: the ratio
 * estimate of stats/agreement/pairwise-agreement.ts with people as clusters. One person alone has no such interval.
 */
export function clusteredShare(
  tallies: readonly Tally[],
  part: (tally: Tally) => number,
  whole: (tally: Tally) => number,
): Share {
  const own = tallies.filter((tally) => whole(tally) > 0)
  const n = own.reduce((sum, tally) => sum + whole(tally), 0)
  const count = own.reduce((sum, tally) => sum + part(tally), 0)
  if (n === 0) return { ...notDefined("no-data"), n, part: count }
  const value: Outcome<Interval> =
    own.length === 1 ? notDefined("one-cluster") : pairwiseAgreementOfCounts(own.map(part), own.map(whole))
  return { ...plainInterval(value), n, part: count }
}

/** One person's share, with Wilson's interval. */
export function ownShare(part: number, whole: number): Share {
  const value = whole === 0 ? notDefined("no-data") : plainInterval(wilsonInterval(part, whole))
  return { ...value, n: whole, part }
}
