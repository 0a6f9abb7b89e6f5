/**
 * Every method that can be undefined returns an `Outcome`: the value, or the reason why there is none. A figure
 * that does not exist is never shown as 0, 1 or NaN. The closed list of reasons lets a page translate them; the
 * sentences here are their English.
 *
 * Wrong input (a negative count, a NaN, lengths that differ) is a programmer's error and throws RangeError.
 */
export const REASONS = {
  "no-data": "There is nothing to compute from yet.",
  "no-overlap": "No item has two or more ratings.",
  "one-item": "One item only: the spread between items cannot be estimated.",
  "one-cluster": "One cluster only: the spread between clusters cannot be estimated.",
  "one-value": "Only one value was ever used, so agreement beyond chance is not defined.",
  "one-category": "Only one category is possible, so agreement beyond chance is not defined.",
  "one-rater": "There is one rater only.",
  "one-model": "There is one model only, so there is nothing to compare it with.",
  "no-variance": "The values do not vary, so the coefficient is not defined.",
  "all-ties": "Every comparison is a tie, so the models cannot be told apart.",
  "no-decisive": "There is no decisive comparison: every answer is a tie.",
  "no-ties": "There is no tie, so the tie parameter lies on its border.",
  disconnected: "Some models were never compared with each other, directly or through others.",
  "not-strongly-connected": "Some model (or group of models) never lost or never won against the rest.",
  "not-identified": "The data cannot separate the terms of the model.",
  "no-convergence": "The fit did not settle, which happens when the data push a term to infinity.",
  incomplete: "Some pair was not judged by everybody, which this coefficient needs.",
  "too-few-items": "There are too few items for this coefficient.",
  "too-large": "The problem is too large for an exact answer.",
  "no-tokens": "There are no tokens to count.",
  "no-discordant": "There is no discordant pair.",
  "perfect-margins": "Chance alone explains the agreement completely, so nothing is left to divide by.",
} as const

export type Reason = keyof typeof REASONS

export interface Undefined {
  readonly defined: false
  readonly reason: Reason
}

export interface Defined<T> {
  readonly defined: true
  readonly value: T
}

export type Outcome<T> = Defined<T> | Undefined

export function defined<T>(value: T): Defined<T> {
  return { defined: true, value }
}

export function notDefined(reason: Reason): Undefined {
  return { defined: false, reason }
}

/** The value, or RangeError with the reason: for callers that have already excluded the undefined cases. */
export function requireDefined<T>(outcome: Outcome<T>): T {
  if (!outcome.defined) throw new RangeError(REASONS[outcome.reason])
  return outcome.value
}
