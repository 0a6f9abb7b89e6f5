import { at } from "@/stats/check"
import type { CrowdAnswer } from "@/stats/reliability/crowd-answer"

/**
 * Evidence that a person decides a share of the tasks without reading: by chance, by the side, by the length.
 *
 * Formula: with q = P(answer | careful) and r = P(answer | the habit), an answer of somebody who follows the habit in a
 * share λ of tasks has probability (1 − λ) q + λ r. For a tolerated share λ0 the e-process is
 * e = Σ_s w_s ∫_{λ > λ0} Π_{answers from s on} [(1 − λ) q + λ r] / [(1 − λ0) q + λ0 r] dπ(λ): π is the grid 0.1, 0.2 …
 * 0.9, 0.98 with weights ∝ λ; the starts s lie 50 answers apart (w = 0.9 for the first, 0.1/(k(k + 1)) for the k-th
 * later one), so that good work of long ago hides nothing. For every true share up to λ0 the mean of e is at most 1 at
 * any time: e ≥ 1/α ever happens with probability at most α (Ville), however often somebody looks. The three habits
 * are averaged with weights 0.6, 0.2, 0.2.
 * Reference: Ville 1939; Ramdas, Grünwald, Vovk and Shafer 2023; mixtures over starts: Shin, Ramdas and Rinaldo 2024.
 * Edge cases: no answer gives e = 1; an answer about which the habit says nothing (a tie, equal lengths) changes nothing.
 * Worked example: one gold answer, wrong, where careful people err in q = 0.05; r = ½, λ0 = 0.05: the factors
 * (0.05 + 0.45 λ)/0.0725 have the weighted mean 5.0055, so e = 0.9 × 5.0055 + 0.1 = 4.6049.
 */
export const habits = ["chance", "side", "length"] as const
export type Habit = (typeof habits)[number]

/** The share of tasks decided by the habit that is nobody's business. */
export const tolerated: Readonly<Record<Habit, number>> = { chance: 0.05, side: 0.2, length: 0.2 }
const weights: Readonly<Record<Habit, number>> = { chance: 0.6, side: 0.2, length: 0.2 }

const GRID = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98] as const
const BLOCK = 50

export interface HabitEvidence {
  /** The e-value of this habit alone. */
  readonly evidence: number
  /** Posterior mean of the share of tasks decided by the habit. */
  readonly share: number
}

export interface Carelessness {
  /** Weighted mean of the habits' e-values: itself an e-value. */
  readonly evidence: number
  readonly byHabit: Readonly<Record<Habit, HabitEvidence>>
}

/** `careful` is P(answer | a careful person) per answer, as `expectAnswers` gives it; `mine` the person's indices. */
export function measureCarelessness(
  answers: readonly CrowdAnswer[],
  careful: ArrayLike<number>,
  mine: readonly number[],
): Carelessness {
  const byHabit = {
    chance: measureHabit("chance", answers, careful, mine),
    side: measureHabit("side", answers, careful, mine),
    length: measureHabit("length", answers, careful, mine),
  }
  const evidence = habits.reduce((sum, habit) => sum + weights[habit] * byHabit[habit].evidence, 0)
  return { evidence, byHabit }
}

export function measureHabit(
  habit: Habit,
  answers: readonly CrowdAnswer[],
  careful: ArrayLike<number>,
  mine: readonly number[],
): HabitEvidence {
  const reference = tolerated[habit]
  // Log of the product of ratios so far, per share of the grid; within a block the products themselves, which stay
  // far from overflow over 50 answers and cost no logarithm.
  const sums = new Float64Array(GRID.length)
  const product = new Float64Array(GRID.length).fill(1)
  const starts: Float64Array[] = []
  for (let n = 0; n < mine.length; n++) {
    if (n % BLOCK === 0) {
      settle(sums, product)
      starts.push(sums.slice())
    }
    const index = mine[n] as number
    const q = careful[index] as number
    const r = underHabit(habit, answers[index] as CrowdAnswer)
    if (r === null || Number.isNaN(q)) continue
    const base = (1 - reference) * q + reference * r
    for (let g = 0; g < GRID.length; g++) {
      const share = GRID[g] as number
      product[g] = ((product[g] as number) * ((1 - share) * q + share * r)) / base
    }
  }
  settle(sums, product)
  let evidence = starts.length === 0 ? 1 : leftOver(starts.length)
  starts.forEach((start, k) => {
    let mixture = 0
    let mass = 0
    GRID.forEach((share, g) => {
      if (share <= reference) return
      mass += share
      mixture += share * Math.exp(at(sums, g) - at(start, g))
    })
    evidence += startWeight(k) * (mixture / mass)
  })
  return { evidence, share: posteriorShare(sums) }
}

function settle(sums: Float64Array, product: Float64Array): void {
  for (let g = 0; g < sums.length; g++) sums[g] = at(sums, g) + Math.log(at(product, g))
  product.fill(1)
}

/** P(this answer | the habit), or null where the habit says nothing about it. */
function underHabit(habit: Habit, answer: CrowdAnswer): number | null {
  const { purpose, choice, truth } = answer
  if (habit === "chance") return purpose === "label" && !answer.compared ? null : 0.5
  const taken = habit === "side" ? answer.left : answer.longer
  if (taken === null || choice === null) return null
  if (purpose === "gold" && truth === null) return null
  return choice === taken ? 1 : 0
}

function startWeight(k: number): number {
  return k === 0 ? 0.9 : 0.1 / (k * (k + 1))
}

/** The weight of starts that have not come yet: their e-values are still 1. */
function leftOver(starts: number): number {
  return 0.1 / starts
}

/** Posterior mean; prior: four in five people are careful, Beta(1, 9), of the rest nothing is known. */
function posteriorShare(logs: Float64Array): number {
  const most = Math.max(...logs)
  let mass = 0
  let mean = 0
  GRID.forEach((share, g) => {
    const density = Math.exp(at(logs, g) - most) * (0.8 * 9 * (1 - share) ** 8 + 0.2)
    mass += density
    mean += density * share
  })
  return mean / mass
}
