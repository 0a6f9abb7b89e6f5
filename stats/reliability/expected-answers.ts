import { at } from "@/stats/check"
import type { Crowd, CrowdAnswer } from "@/stats/reliability/crowd-answer"

/**
 * How probable each answer of a person is for somebody who reads with care, given what the others answered.
 *
 * Formula: careful people are right with probability a; somebody who answers by chance in a share λ of tasks with
 * a_j = (1 − λ_j) a + λ_j/2. For an answer of person i to a task the others' votes give the posterior
 * T = P(truth = choice | votes of all j ≠ i), from the prior ℓ for the longer text, and q = a T + (1 − a)(1 − T).
 * On gold q is the share of right answers of careful people, on a repeat the share of equal ones. `a` follows from the
 * share P of pairs of people who agree, weighted by care: P = a² + (1 − a)². All shares are shrunk towards a prior.
 * The own vote is never in T; votes that do not enter agreement are neither used nor judged by T.
 * Reference: the one-coin model of Dawid and Skene 1979; the prediction for a third vote from two is exact for tasks of
 * any mix of difficulty, since it depends on P alone.
 * Worked example: P = 0.76, so a = 0.8606: one other vote the same gives q = 0.76, two the same (3P − 1)/(2P) = 0.842,
 * one each ½.
 */
export interface ExpectedAnswers {
  /** P(what was answered | a careful person), per answer; NaN where nothing is expected (a tie of a label task). */
  readonly careful: Float64Array
  readonly rates: CrowdRates
}

/** What careful people of this project do. */
export interface CrowdRates {
  /** Share of gold answered right. */
  readonly gold: number
  /** Share of pairs of people who agree on a task. */
  readonly agreement: number
  /** Share of repeats answered the same. */
  readonly consistency: number
  /** Share of decisive answers for the longer text. */
  readonly longer: number
}

/** Pseudo-answers that hold the rates in place until the project has its own. */
const PRIOR = {
  gold: [19, 20],
  agreement: [30, 40],
  consistency: [17, 20],
  longer: [22, 40],
} as const

/** `carelessness` is the present estimate of every person's λ; zeros to begin with. */
export function expectAnswers(crowd: Crowd, carelessness: ArrayLike<number>): ExpectedAnswers {
  const votes = toVotes(crowd)
  const rates = toRates(crowd, votes, carelessness)
  const accuracy = toAccuracy(rates.agreement)
  const odds = Float64Array.from({ length: crowd.people }, (_, j) => {
    const right = (1 - at(carelessness, j)) * accuracy + at(carelessness, j) / 2
    return Math.log(right / (1 - right))
  })
  const leaning = Math.log(rates.longer / (1 - rates.longer))
  const careful = new Float64Array(crowd.answers.length).fill(Number.NaN)
  crowd.answers.forEach((answer, i) => {
    if (answer.purpose === "gold") careful[i] = answer.right ? rates.gold : 1 - rates.gold
    else if (answer.purpose === "repeat") {
      careful[i] = answer.right ? rates.consistency : 1 - rates.consistency
    } else if (answer.choice !== null) {
      // Log odds that position 0 is the better one, by everybody else.
      let logOdds = answer.longer === null ? 0 : answer.longer === 0 ? leaning : -leaning
      if (answer.compared) {
        for (const j of votes[answer.task] ?? []) {
          const vote = crowd.answers[j] as CrowdAnswer
          if (vote.person !== answer.person) {
            logOdds += vote.choice === 0 ? at(odds, vote.person) : -at(odds, vote.person)
          }
        }
      }
      const posterior = 1 / (1 + Math.exp(answer.choice === 0 ? -logOdds : logOdds))
      careful[i] = accuracy * posterior + (1 - accuracy) * (1 - posterior)
    }
  })
  return { careful, rates }
}

/** a from the share of agreeing pairs, P = a² + (1 − a)². */
function toAccuracy(agreement: number): number {
  return (1 + Math.sqrt(Math.max(0.02, 2 * agreement - 1))) / 2
}

/** Indices of the decisive label answers that enter agreement, per task. */
function toVotes(crowd: Crowd): number[][] {
  const votes: number[][] = Array.from({ length: crowd.tasks }, () => [])
  crowd.answers.forEach((answer, i) => {
    if (answer.purpose === "label" && answer.compared && answer.choice !== null) votes[answer.task]?.push(i)
  })
  return votes
}

function toRates(
  crowd: Crowd,
  votes: readonly (readonly number[])[],
  carelessness: ArrayLike<number>,
): CrowdRates {
  const care = (person: number) => 1 - at(carelessness, person)
  const sums = { gold: [0, 0], agreement: [0, 0], consistency: [0, 0], longer: [0, 0] }
  const add = (sum: number[], weight: number, hit: boolean) => {
    if (hit) sum[0] = (sum[0] as number) + weight
    sum[1] = (sum[1] as number) + weight
  }
  for (const answer of crowd.answers) {
    const weight = care(answer.person) ** 2
    if (answer.purpose === "gold") add(sums.gold, weight, answer.right === true)
    else if (answer.purpose === "repeat") add(sums.consistency, weight, answer.right === true)
    else if (answer.choice !== null && answer.longer !== null) {
      add(sums.longer, weight, answer.choice === answer.longer)
    }
  }
  for (const list of votes) {
    for (let i = 1; i < list.length; i++) {
      const a = crowd.answers[list[i] as number] as CrowdAnswer
      for (let j = 0; j < i; j++) {
        const b = crowd.answers[list[j] as number] as CrowdAnswer
        add(sums.agreement, care(a.person) ** 2 * care(b.person) ** 2, a.choice === b.choice)
      }
    }
  }
  const rate = (name: keyof typeof PRIOR, low: number, high: number) => {
    const [hits, n] = sums[name] as [number, number]
    const [priorHits, priorN] = PRIOR[name]
    return Math.min(high, Math.max(low, (hits + priorHits) / (n + priorN)))
  }
  return {
    gold: rate("gold", 0.6, 0.97),
    agreement: rate("agreement", 0.55, 0.95),
    consistency: rate("consistency", 0.6, 0.97),
    longer: rate("longer", 0.3, 0.7),
  }
}
