import type { RatingFit } from "@/stats/rating/bradley-terry"

/**
 * Probabilities of win, tie and loss of one model against another under a fit, at equal covariates.
 *
 * Formula: see bradley-terry.ts. `side` is +1 with the first on the left, −1 on the right, 0 for neither. Under `half`
 * the tie is not modelled: `win` is the expected score and `tie` is 0.
 * Worked example: equal strengths, no tie term: ½, 0, ½.
 */
export interface OutcomeShares {
  readonly win: number
  readonly tie: number
  readonly loss: number
}

export function predictOutcome(
  fit: RatingFit,
  first: number,
  second: number,
  side: -1 | 0 | 1 = 0,
): OutcomeShares {
  const delta = (fit.strengths[first] as number) - (fit.strengths[second] as number) + side * (fit.side ?? 0)
  if (fit.tie === null) {
    const win = 1 / (1 + Math.exp(-delta))
    return { win, tie: 0, loss: 1 - win }
  }
  if (fit.ties === "rao-kupper") {
    const win = 1 / (1 + Math.exp(fit.tie - delta))
    const loss = 1 / (1 + Math.exp(fit.tie + delta))
    return { win, tie: 1 - win - loss, loss }
  }
  const a = Math.exp(delta / 2)
  const tie = Math.exp(fit.tie)
  const sum = a + 1 / a + tie
  return { win: a / sum, tie: tie / sum, loss: 1 / a / sum }
}

/**
 * Agreement that two people drawing independently from the fitted shares would reach: mean of win² + tie² + loss² over
 * the comparisons of the table. The honest yardstick for a measured agreement on the same pairs.
 * Worked example: all pairs at ½, ½ give 0.5.
 */
export function expectedAgreement(
  fit: RatingFit,
  pairs: readonly { readonly first: number; readonly second: number; readonly comparisons: number }[],
): number {
  let sum = 0
  let total = 0
  for (const { first, second, comparisons } of pairs) {
    const { win, tie, loss } = predictOutcome(fit, first, second)
    sum += comparisons * (win * win + tie * tie + loss * loss)
    total += comparisons
  }
  return sum / total
}
