import { normaliseLogs } from "@/stats/aggregation/dawid-skene"
import { type LabelTable, requireLabels, rowEntropies, toVoteShares } from "@/stats/aggregation/labels"
import { defined, notDefined, type Outcome } from "@/stats/outcome"

/**
 * The one-coin model: each annotator has one accuracy q and errs evenly. The choice below about 30 labels per person.
 *
 * Formula: P(label = truth) = q_j, any other category (1 − q_j)/(K − 1); EM from vote shares with p_k ∝ Σ_i T_ik + smoothing and
 * q_j = (Σ T at j's labels + right)/(n_j + right + wrong). Stops on the marginal log-likelihood plus the log of the
 * pseudo-labels. `wrong` and `right` (1 each unless told) keep accuracies off 0 and 1,
 * `smoothing` (½) the marginals off 0.
 * Reference: Zhang, Chen, Zhou and Jordan 2016 (one-coin Dawid-Skene).
 * Edge cases: no label is undefined; an item without labels gets the marginals; somebody without labels gets
 * right/(right + wrong).
 * Worked example: see the test, where no nearby parameters have a higher objective.
 */
export interface OneCoinFit {
  readonly posterior: Float64Array
  readonly entropy: Float64Array
  readonly marginals: Float64Array
  readonly accuracies: Float64Array
  readonly logLikelihood: number
  readonly objective: number
}

export interface OneCoinOptions {
  readonly right?: number
  readonly wrong?: number
  readonly smoothing?: number
  readonly tolerance?: number
}

export function oneCoin(
  table: LabelTable,
  { right = 1, wrong = 1, smoothing = 0.5, tolerance = 1e-10 }: OneCoinOptions = {},
): Outcome<OneCoinFit> {
  requireLabels(table)
  const { items, annotators, categories: q, labels } = table
  if (labels.length === 0) return notDefined("no-data")
  if (q < 2) return notDefined("one-category")
  const posterior = toVoteShares(table)
  const marginals = new Float64Array(q)
  const accuracies = new Float64Array(annotators)
  const given = new Float64Array(annotators)
  for (const { annotator } of labels) given[annotator] = (given[annotator] as number) + 1
  let objective = Number.NEGATIVE_INFINITY
  let logLikelihood = Number.NEGATIVE_INFINITY
  for (let sweep = 0; sweep < 10_000; sweep++) {
    const total = items + q * smoothing
    marginals.fill(smoothing / total)
    for (let i = 0; i < items; i++) {
      for (let k = 0; k < q; k++)
        marginals[k] = (marginals[k] as number) + (posterior[i * q + k] as number) / total
    }
    accuracies.fill(right)
    for (const { item, annotator, category } of labels) {
      accuracies[annotator] = (accuracies[annotator] as number) + (posterior[item * q + category] as number)
    }
    for (let j = 0; j < annotators; j++) {
      const labelled = (given[j] as number) + right + wrong
      accuracies[j] = labelled > 0 ? (accuracies[j] as number) / labelled : 1 / q
    }
    const before = objective
    logLikelihood = infer()
    objective = logLikelihood
    if (smoothing > 0) for (const p of marginals) objective += smoothing * Math.log(p)
    for (const accuracy of accuracies) {
      if (right > 0) objective += right * Math.log(accuracy)
      if (wrong > 0) objective += wrong * Math.log(1 - accuracy)
    }
    if (objective - before < tolerance) break
  }
  return defined({
    posterior,
    entropy: rowEntropies(posterior, q),
    marginals,
    accuracies,
    logLikelihood,
    objective,
  })

  function infer(): number {
    for (let i = 0; i < items; i++) {
      for (let k = 0; k < q; k++) posterior[i * q + k] = Math.log(marginals[k] as number)
    }
    for (const { item, annotator, category } of labels) {
      const accuracy = accuracies[annotator] as number
      const miss = Math.log((1 - accuracy) / (q - 1))
      const hit = Math.log(accuracy)
      for (let k = 0; k < q; k++) {
        const at = item * q + k
        posterior[at] = (posterior[at] as number) + (k === category ? hit : miss)
      }
    }
    let total = 0
    for (let i = 0; i < items; i++) total += normaliseLogs(posterior, i * q, q)
    return total
  }
}
