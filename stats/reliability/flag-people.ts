import { adjustEBenjaminiHochberg } from "@/stats/claims/e-benjamini-hochberg"
import { type Carelessness, habits, measureCarelessness } from "@/stats/reliability/carelessness"
import type { Crowd } from "@/stats/reliability/crowd-answer"
import { type CrowdRates, type ExpectedAnswers, expectAnswers } from "@/stats/reliability/expected-answers"

/**
 * Who to look at: every person's evidence of careless work, with many people and constant looking accounted for.
 *
 * Formula: a person is flagged where e ≥ 100 (a careful person ever gets there with probability at most 1 %) and the
 * e-BH procedure over all people of the project calls them at a false discovery rate of 5 %. From e ≥ 20 on it is
 * "worth a look". What careful people do is estimated from the same crowd, in three passes: each person's share of
 * answers by chance weighs their votes in the next.
 * Time is no input: nobody is flagged for being fast.
 * Reference: Wang and Ramdas 2022 (e-BH).
 * Edge cases: somebody without answers has e = 1.
 * Worked example: stats/fixtures/crowd.ts plants the habits and counts who is found; the tables are in
 * docs/reliability.md.
 */
export type Concern = "flagged" | "look" | "none"

export interface PersonAssessment extends Carelessness {
  readonly concern: Concern
  /** e after the correction for many people. */
  readonly adjusted: number
}

export interface CrowdAssessment {
  readonly people: readonly PersonAssessment[]
  readonly rates: CrowdRates
  readonly expected: ExpectedAnswers
}

export const EVER_ALPHA = 0.01
export const DISCOVERY_RATE = 0.05
const LOOK_AT = 20
const PASSES = 3

export function flagPeople(crowd: Crowd): CrowdAssessment {
  const mine: number[][] = Array.from({ length: crowd.people }, () => [])
  crowd.answers.forEach((answer, i) => mine[answer.person]?.push(i))
  let expected = expectAnswers(crowd, new Float64Array(crowd.people))
  let found = mine.map((own) => measureCarelessness(crowd.answers, expected.careful, own))
  for (let pass = 1; pass < PASSES; pass++) {
    expected = expectAnswers(
      crowd,
      found.map(({ byHabit }) => Math.max(...habits.map((habit) => byHabit[habit].share))),
    )
    found = mine.map((own) => measureCarelessness(crowd.answers, expected.careful, own))
  }
  const adjusted = adjustEBenjaminiHochberg(found.map((one) => one.evidence))
  const people = found.map((one, i) => {
    const corrected = adjusted[i] as number
    const flagged = one.evidence >= 1 / EVER_ALPHA && corrected >= 1 / DISCOVERY_RATE
    const concern: Concern = flagged ? "flagged" : one.evidence >= LOOK_AT ? "look" : "none"
    return { ...one, adjusted: corrected, concern }
  })
  return { people, rates: expected.rates, expected }
}
