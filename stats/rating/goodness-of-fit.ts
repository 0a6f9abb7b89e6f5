import { defined, notDefined, type Outcome } from "@/stats/outcome"
import type { RatingFit } from "@/stats/rating/bradley-terry"
import type { ComparisonTable } from "@/stats/rating/comparisons"
import { chiSquaredTail } from "@/stats/special/incomplete-gamma"

/**
 * Does one number per model explain the comparisons? Likelihood-ratio statistic against the saturated model, in which
 * every cell has its own shares.
 *
 * Formula: G² = 2 (LL_saturated − LL_fit); degrees of freedom = free shares of the cells (one per cell without ties,
 * two with) − terms of the fit (strengths − 1, and the side, covariate and tie terms). Use an unpenalised or weakly
 * penalised fit.
 * Reference: Bradley 1984; R eba.
 * Edge cases: half-win fits to ties have no likelihood of their own and are undefined ("not-identified"), as is a fit
 * with as many terms as shares.
 * Worked example (nine celebrities): G² = 78.2 on 28 degrees of freedom: Bradley-Terry is rejected.
 */
export interface GoodnessOfFit {
  readonly statistic: number
  readonly degreesOfFreedom: number
  readonly pValue: number
}

export function goodnessOfFit(fit: RatingFit, table: ComparisonTable): Outcome<GoodnessOfFit> {
  const tied = table.ties.reduce((sum, count) => sum + count, 0)
  if (fit.ties === "half" && tied > 0) return notDefined("not-identified")
  let saturated = 0
  let cells = 0
  for (let cell = 0; cell < table.cells; cell++) {
    const counts = [table.wins[cell] as number, table.ties[cell] as number, table.losses[cell] as number]
    const n = counts.reduce((sum, count) => sum + count, 0)
    if (n === 0) continue
    cells += 1
    for (const count of counts) if (count > 0) saturated += count * Math.log(count / n)
  }
  const shares = fit.layout.tie === null ? 1 : 2
  const terms =
    fit.models -
    fit.graph.componentCount +
    (fit.layout.side === null ? 0 : 1) +
    fit.layout.covariateCount +
    (fit.layout.tie === null ? 0 : 1)
  const degreesOfFreedom = shares * cells - terms
  if (degreesOfFreedom < 1) return notDefined("not-identified")
  const statistic = Math.max(0, 2 * (saturated - fit.logLikelihood))
  return defined({ statistic, degreesOfFreedom, pValue: chiSquaredTail(statistic, degreesOfFreedom) })
}
