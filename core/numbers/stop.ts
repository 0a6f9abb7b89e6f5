import type { NumbersInputs } from "@/core/numbers/inputs"
import { CELL_WIDTH } from "@/core/numbers/inputs"
import { type FittedRatings, toPoints } from "@/core/numbers/ratings"
import type { Claim, StopReport } from "@/core/numbers/report"
import { defined, notDefined } from "@/stats/outcome"
import { rankPairsByGain } from "@/stats/sequential/expected-information-gain"
import { eValue } from "@/stats/sequential/e-value"
import { differenceInterval } from "@/stats/rating/strength-intervals"

/** Points either way within which two models count as alike. */
export const ALIKE_POINTS = 30
/** Evidence at which "equally good" may be given up at 5 %, however often one has looked. */
export const ENOUGH = 20

/**
 * May we stop? For each model and the next one in rank: the evidence of their decisive comparisons with each other,
 * valid at any moment (Ville), and the difference of strengths. Decided: evidence ≥ 20; alike: the 95 % interval of
 * the difference within ±30 points; else open. And which pairs would teach most.
 */
export function computeStop(inputs: NumbersInputs, fitted: FittedRatings): StopReport {
  const { fit, covariance, used, ratings } = fitted
  if (!fit || !covariance || !ratings.defined) {
    return { leader: ratings.defined ? notDefined("no-data") : ratings, claims: [], next: [] }
  }
  const name = (i: number) => inputs.models[used[i] ?? -1]?.name ?? ""
  const order = used
    .map((_, i) => i)
    .sort((x, y) => (fit.strengths[y] as number) - (fit.strengths[x] as number))
  const wins = headToHead(inputs)
  const claims = order.slice(0, -1).map((better, at): Claim => {
    const worse = order[at + 1] as number
    const [a, b] = [used[better] as number, used[worse] as number]
    const [won, lost] = [wins(a, b), wins(b, a)]
    const comparable = fit.graph.component[better] === fit.graph.component[worse]
    const points = toPoints(differenceInterval(fit, covariance, better, worse))
    const evidence = eValue(won, won + lost)
    return {
      better: name(better),
      worse: name(worse),
      wins: won,
      losses: lost,
      difference: comparable ? defined(points) : notDefined("disconnected"),
      eValue: Math.min(evidence, 1e12),
      verdict:
        evidence >= ENOUGH && won > lost
          ? "decided"
          : comparable && points.low > -ALIKE_POINTS && points.high < ALIKE_POINTS
            ? "alike"
            : "open",
    }
  })
  const first = ratings.value.rows[0]
  return {
    leader: first
      ? defined({ model: first.model, decided: first.worst === 1 && ratings.value.components === 1 })
      : notDefined("no-data"),
    claims: claims.slice(0, 30),
    next: rankPairsByGain(fit, covariance)
      .slice(0, 5)
      .map(({ first: one, second: two, bits }) => ({ one: name(one), two: name(two), bits })),
  }
}

/** Decisive comparisons by winner and loser. */
function headToHead({ cells, models }: NumbersInputs): (winner: number, loser: number) => number {
  const n = models.length
  const wins = new Float64Array(n * n)
  for (let at = 0; at < cells.length; at += CELL_WIDTH) {
    const [a, b] = [cells[at + 1] as number, cells[at + 2] as number]
    if (a === b) continue
    wins[a * n + b] = (wins[a * n + b] as number) + (cells[at + 5] as number)
    wins[b * n + a] = (wins[b * n + a] as number) + (cells[at + 7] as number)
  }
  return (winner, loser) => wins[winner * n + loser] ?? 0
}
