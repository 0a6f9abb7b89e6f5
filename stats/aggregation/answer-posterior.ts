import { requireNonNegative } from "@/stats/check"
import { logBeta } from "@/stats/special/log-gamma"

/**
 * How sure a handful of votes on one item is: the probability of each category to be the answer.
 *
 * Formula: each of the n votes is right with a probability q that all of them share, and wrong evenly over the
 * other K − 1 categories; q ~ Beta(right, wrong), every category is as likely beforehand. With q integrated out,
 * P(k | votes) ∝ B(right + n_k, wrong + n − n_k) / (K − 1)^(n − n_k).
 * That the votes share q says that some items are hard for everybody: two that agree say less than two
 * independent people of accuracy 0.8 would.
 * Reference: the one-coin model (Zhang, Chen, Zhou and Jordan 2016) with the Beta(8, 2) prior of Crowd-BT practice.
 * Edge cases: no vote gives 1/K each; fewer than two categories throw RangeError.
 * Worked example, K = 2, Beta(8, 2): one vote gives 0.8; two that agree give 12/13 = 0.923; one each ½;
 * two against one 0.75.
 */
export function answerPosterior(
  counts: readonly number[],
  { right = 8, wrong = 2 }: { readonly right?: number; readonly wrong?: number } = {},
): Float64Array {
  const categories = counts.length
  if (categories < 2) throw new RangeError("An answer needs two categories at least.")
  for (const count of counts) requireNonNegative(count, "votes")
  const votes = counts.reduce((sum, count) => sum + count, 0)
  const logs = counts.map(
    (count) => logBeta(right + count, wrong + votes - count) - (votes - count) * Math.log(categories - 1),
  )
  const most = Math.max(...logs)
  const weights = Float64Array.from(logs, (log) => Math.exp(log - most))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}
