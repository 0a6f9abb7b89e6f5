import type { IntervalWithError } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"

/** A chance-corrected coefficient (observed − expected)/(1 − expected) and the interval where there is one. */
export interface AgreementCoefficient {
  readonly value: number
  readonly observed: number
  readonly expected: number
  /** Items the coefficient was computed from. */
  readonly items: number
  /** Undefined ("no-variance") where no item differs from another: an interval of no width would be a lie. */
  readonly interval: Outcome<IntervalWithError>
}

/** Estimate ± quantile × error, cut at −1 and 1, which no coefficient of agreement passes. */
export function coefficientInterval(
  estimate: number,
  standardError: number,
  quantile: number,
  level: number,
): Outcome<IntervalWithError> {
  if (!(standardError > 1e-12)) return notDefined("no-variance")
  return defined({
    estimate,
    standardError,
    low: Math.max(-1, estimate - quantile * standardError),
    high: Math.min(1, estimate + quantile * standardError),
    level,
  })
}
