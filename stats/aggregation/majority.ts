import type { Label } from "@/stats/aggregation/labels"
import { defined, notDefined, type Outcome } from "@/stats/outcome"

/**
 * Majority of the labels of one item, ties kept as a set.
 *
 * Formula: the categories with the largest sum of weights (1 each unless told). With gold accuracies q of K categories
 * the best weights are log-odds, log(q (K − 1)/(1 − q)); see accuracyWeight.
 * Reference: Nitzan and Paroush 1982 (weights).
 * Edge cases: no label is undefined; negative weights vote against.
 * Worked example: labels A, B, B, A give the tie {A, B}, with a share of ½.
 */
export interface Majority {
  /** Leading categories, upwards; more than one is a tie. */
  readonly winners: readonly number[]
  /** Share of all weight that a leading category has; of the labels where all weights are 1. */
  readonly share: number
  readonly labels: number
}

export function majority(
  labels: readonly Pick<Label, "annotator" | "category">[],
  weightOf: (annotator: number) => number = () => 1,
): Outcome<Majority> {
  if (labels.length === 0) return notDefined("no-data")
  const sums = new Map<number, number>()
  let total = 0
  for (const { annotator, category } of labels) {
    const weight = weightOf(annotator)
    sums.set(category, (sums.get(category) ?? 0) + weight)
    total += Math.abs(weight)
  }
  const most = Math.max(...sums.values())
  const near = 1e-9 * Math.max(1, total)
  const winners = [...sums].filter(([, sum]) => sum >= most - near).map(([category]) => category)
  return defined({
    winners: winners.sort((a, b) => a - b),
    share: total === 0 ? 1 / winners.length : most / total,
    labels: labels.length,
  })
}

/** Weight of an annotator of accuracy q among K categories, kept finite by half a pseudo-label each way. */
export function accuracyWeight(right: number, total: number, categories: number): number {
  const q = (right + 0.5) / (total + 1)
  return Math.log((q * (categories - 1)) / (1 - q))
}
