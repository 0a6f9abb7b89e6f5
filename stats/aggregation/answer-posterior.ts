import { requireNonNegative } from "@/stats/check"
import { incompleteBeta } from "@/stats/special/incomplete-beta"
import { logBeta } from "@/stats/special/log-gamma"

/**
 * How sure a handful of votes on one item is: the probability of each category to be the answer.
 *
 * Formula: each of the n votes is right with a probability q that all of them share, and wrong evenly over the
 * other K − 1 categories; q ~ Beta(right, wrong) cut off below 1/K (nobody is worse than chance), and every category
 * is as likely beforehand. With q integrated out,
 * P(k | votes) ∝ (K − 1)^−(n − n_k) ∫ from 1/K to 1 of q^(right + n_k − 1) (1 − q)^(wrong + n − n_k − 1) dq.
 * That the votes share q says that some items are hard for everybody: two that agree say less than two
 * independent people of accuracy 0.8 would. Without the cut, a category that nobody chose could win where votes
 * are many and split evenly over the rest.
 * Reference: the one-coin model (Zhang, Chen, Zhou and Jordan 2016) with the Beta(8, 2) prior of Crowd-BT practice.
 * Edge cases: no vote gives 1/K each; fewer than two categories throw RangeError.
 * Worked example, K = 2, Beta(8, 2): the integrals of q^8 (1 − q) and of q^7 (1 − q)^2 over [½, 1] are 0.0109918 and
 * 0.0026259, so one vote gives 0.8072; two that agree give 0.9308, one each ½, two against one 0.7604.
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
    (count) =>
      logUpperBeta(1 / categories, right + count, wrong + votes - count) -
      (votes - count) * Math.log(categories - 1),
  )
  const most = Math.max(...logs)
  const weights = Float64Array.from(logs, (log) => Math.exp(log - most))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** The logarithm of the integral of q^(a − 1) (1 − q)^(b − 1) from x to 1. */
function logUpperBeta(x: number, a: number, b: number): number {
  return logBeta(a, b) + Math.log(incompleteBeta(1 - x, b, a))
}
