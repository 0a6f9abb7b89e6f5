import { cochranArmitageTest } from "@/stats/claims/cochran-armitage"
import { sortedQuantile } from "@/stats/quantile"
import { incompleteBeta } from "@/stats/special/incomplete-beta"

/** One person's answer to one gold task, oldest first in lists. */
export type GoldVerdict = {
  readonly taskId: string
  readonly annotatorId: string
  readonly right: boolean
  readonly activeMs: number | null
}

/** Other gold tasks answered before somebody's record says anything. */
const KNOWN_FROM = 5
/** Share right on other gold tasks from which a person counts as good. */
const GOOD = 0.8
/** Answers by good people from which a gold task may be retired. */
const JUDGES = 4
/** Answers from which a leak may be seen: two halves of ten. */
const LEAK_FROM = 20

/**
 * Whether a gold task should be retired, and the figures that say so. Two ways to go bad:
 *
 * **Good people fail it**, so its "known" answer is the mistake. Good = right on at least 80 % of five or
 * more *other* gold tasks. With f failures among n ≥ 4 good people and a uniform prior on the pass rate,
 * retire where P(pass rate < ½) = I_½(1 + n − f, 1 + f) > 0.95. Example: 4 of 4 fail: 0.969, retire; 3 of
 * 4 fail: 0.8125, keep; 6 of 7: 0.965.
 *
 * **It leaked**: of 20 answers or more, the later half is right more often than the earlier half
 * (Cochran-Armitage, one-sided p < 0.001) and takes at most 60 % of its median time. Learning alone makes
 * people righter, not righter and quicker on one task.
 */
export function reviewGold(taskId: string, verdicts: readonly GoldVerdict[]): string | null {
  const own = verdicts.filter((verdict) => verdict.taskId === taskId)
  return findFailure(taskId, own, verdicts) ?? findLeak(own)
}

function findFailure(
  taskId: string,
  own: readonly GoldVerdict[],
  all: readonly GoldVerdict[],
): string | null {
  const good = own.filter(({ annotatorId }) => {
    const others = all.filter((one) => one.annotatorId === annotatorId && one.taskId !== taskId)
    return others.length >= KNOWN_FROM && others.filter((one) => one.right).length >= GOOD * others.length
  })
  const failed = good.filter((one) => !one.right).length
  if (good.length < JUDGES) return null
  const below = incompleteBeta(0.5, 1 + good.length - failed, 1 + failed)
  if (below <= 0.95) return null
  return `${failed} of ${good.length} people who are right on at least 80 % of other gold tasks fail it: P(pass rate < 0.5) = ${below.toFixed(3)}`
}

function findLeak(own: readonly GoldVerdict[]): string | null {
  if (own.length < LEAK_FROM) return null
  const middle = Math.floor(own.length / 2)
  const halves = [own.slice(0, middle), own.slice(middle)]
  const [before = 0, after = 0] = halves.map((half) => half.filter((one) => one.right).length)
  const [early, late] = halves.map((half) => medianOf(half.flatMap((one) => one.activeMs ?? [])))
  if (early === undefined || late === undefined || late > 0.6 * early) return null
  const trend = cochranArmitageTest([before, after], [middle, own.length - middle])
  if (!trend.defined || trend.value.slope <= 0 || trend.value.pValue / 2 >= 0.001) return null
  return `${before} of the first ${middle} answers were right in a median of ${seconds(early)}, ${after} of the next ${own.length - middle} in ${seconds(late)}: p = ${(trend.value.pValue / 2).toExponential(1)}`
}

function medianOf(values: readonly number[]): number | undefined {
  return values.length === 0
    ? undefined
    : sortedQuantile(
        values.toSorted((a, b) => a - b),
        0.5,
      )
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
