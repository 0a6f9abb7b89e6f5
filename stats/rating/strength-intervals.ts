import type { IntervalWithError } from "@/stats/interval"
import type { RatingFit } from "@/stats/rating/bradley-terry"
import type { FitCovariance } from "@/stats/rating/covariance"
import { normalTail, twoSidedZ } from "@/stats/special/normal"
import { studentCdf, studentQuantile } from "@/stats/special/student-t"

/**
 * Intervals of strengths, of differences, and of the side and covariate terms.
 *
 * Formula: estimate ± q se, se(i − j) = √(V_ii + V_jj − 2V_ij); q is normal, or Student's t where clustered. The error
 * of one strength depends on what it is measured against: here the average of the models. For "is i better than j"
 * use the difference, not whether two intervals overlap.
 * Worked example: V = [[1, −1], [−1, 1]]/4 (one pair, variance of the difference 1): each centred se is ½.
 */
/** What an interval needs of a fit: Bradley-Terry and Plackett-Luce both have it. */
export interface FittedStrengths {
  readonly models: number
  readonly strengths: Float64Array
}

export interface DifferenceInterval extends IntervalWithError {
  /** Two-sided p-value of no difference. */
  readonly pValue: number
}

export function strengthIntervals(
  fit: FittedStrengths,
  covariance: FitCovariance,
  level = 0.95,
): IntervalWithError[] {
  const q = intervalQuantile(covariance, level)
  return Array.from({ length: fit.models }, (_, i) =>
    toInterval(fit.strengths[i] as number, errorOf(covariance, i, i), q, level),
  )
}

export function differenceInterval(
  fit: FittedStrengths,
  covariance: FitCovariance,
  first: number,
  second: number,
  level = 0.95,
): DifferenceInterval {
  const estimate = (fit.strengths[first] as number) - (fit.strengths[second] as number)
  const error = differenceError(covariance, first, second)
  const interval = toInterval(estimate, error, intervalQuantile(covariance, level), level)
  return { ...interval, pValue: twoSidedP(estimate, error, covariance.degreesOfFreedom) }
}

/** A term of the fit by its place in the layout: `fit.layout.side`, `.tie` or `.covariates + c`. */
export function termInterval(
  fit: RatingFit,
  covariance: FitCovariance,
  place: number,
  level = 0.95,
): DifferenceInterval {
  const estimate = fit.parameters[place] as number
  const error = errorOf(covariance, place, place)
  const interval = toInterval(estimate, error, intervalQuantile(covariance, level), level)
  return { ...interval, pValue: twoSidedP(estimate, error, covariance.degreesOfFreedom) }
}

export function differenceError(covariance: FitCovariance, first: number, second: number): number {
  const { matrix, floor = matrix, size } = covariance
  const variance = (of: Float64Array) => {
    const at = (i: number, j: number) => of[i * size + j] as number
    return at(first, first) + at(second, second) - 2 * at(first, second)
  }
  return Math.sqrt(Math.max(0, variance(matrix), variance(floor)))
}

/** The quantile of a two-sided interval of this covariance. */
export function intervalQuantile(covariance: FitCovariance, level: number): number {
  return covariance.degreesOfFreedom === null
    ? twoSidedZ(level)
    : studentQuantile((1 + level) / 2, covariance.degreesOfFreedom)
}

function errorOf(covariance: FitCovariance, i: number, j: number): number {
  const { matrix, floor = matrix, size } = covariance
  return Math.sqrt(Math.max(0, matrix[i * size + j] as number, floor[i * size + j] as number))
}

function toInterval(estimate: number, standardError: number, q: number, level: number): IntervalWithError {
  return {
    estimate,
    standardError,
    low: estimate - q * standardError,
    high: estimate + q * standardError,
    level,
  }
}

function twoSidedP(estimate: number, error: number, degreesOfFreedom: number | null): number {
  if (error === 0) return estimate === 0 ? 1 : 0
  const t = -Math.abs(estimate / error)
  return degreesOfFreedom === null ? 2 * normalTail(-t) : 2 * studentCdf(t, degreesOfFreedom)
}
