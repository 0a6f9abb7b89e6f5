import { chiSquaredTail } from "@/stats/special/incomplete-gamma"

/**
 * Likelihood-ratio test of nested fits to the same comparisons: does the side (or a covariate) matter?
 *
 * Formula: 2 (LL_full − LL_reduced) on as many degrees of freedom as terms were left out. Both fits unpenalised, or
 * penalised so weakly that it does not matter; votes independent. Where people's votes belong together use the
 * interval of the term with the clustered covariance in place of this.
 * Reference: Wilks 1938.
 * Worked example: LL −100 against −104.3 on one degree gives 8.6, p = 0.0034.
 */
export function likelihoodRatioTest(
  full: { readonly logLikelihood: number },
  reduced: { readonly logLikelihood: number },
  degreesOfFreedom: number,
): { readonly statistic: number; readonly pValue: number } {
  const statistic = Math.max(0, 2 * (full.logLikelihood - reduced.logLikelihood))
  return { statistic, pValue: chiSquaredTail(statistic, degreesOfFreedom) }
}
