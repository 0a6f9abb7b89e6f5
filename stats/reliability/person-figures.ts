import { type PairwiseAgreement, pairwiseAgreementOfCounts } from "@/stats/agreement/pairwise-agreement"
import { type Trend, cochranArmitageTest } from "@/stats/claims/cochran-armitage"
import { exactBinomialTest } from "@/stats/claims/exact-binomial"
import type { Interval } from "@/stats/interval"
import { jeffreysInterval } from "@/stats/intervals/jeffreys"
import { wilsonInterval } from "@/stats/intervals/wilson"
import { notDefined, type Outcome } from "@/stats/outcome"
import { type BetaPrior, fitBetaPrior, shrinkShare } from "@/stats/reliability/beta-binomial"
import type { Crowd, CrowdAnswer } from "@/stats/reliability/crowd-answer"

/**
 * The report card of each person, out of the same answers as the flags.
 *
 * Formula: gold = right/n with Wilson's interval, and the same shrunk towards the project (beta-binomial); agreement =
 * over the tasks that others judged too, pairs (own answer, another's) that are equal, the own vote never on the other
 * side, errors clustered by task, ties an answer like any other; consistency = equal repeats/n, Wilson; left and longer
 * = share of decisive answers for that side, Jeffreys, the left with the exact binomial test against ½; drift =
 * Cochran-Armitage over blocks of 50 answers of "right on gold, or with the others' majority".
 * Edge cases: what nobody can know yet says why (`Outcome`).
 * Worked example: two people, two tasks, equal on one: each agrees in 1 of 2 pairs.
 */
export interface Share {
  readonly hits: number
  readonly n: number
  readonly interval: Outcome<Interval>
}

export interface PersonFigures {
  readonly answers: number
  /** `group`: people with such answers, to whom `shrunk` is drawn. Below FEW_PEOPLE it is too narrow. */
  readonly gold: Share & { readonly shrunk: Interval; readonly group: number }
  readonly agreement: Outcome<PairwiseAgreement>
  readonly consistency: Share
  readonly left: Share & { readonly pValue: Outcome<number> }
  readonly longer: Share
  readonly drift: Outcome<Trend> & { readonly blocks: readonly { hits: number; n: number }[] }
}

const BLOCK = 50

/** Below it the group itself is hardly known: with five people 95 % were 75 % (docs/statistics.md, measured coverage). */
export const FEW_PEOPLE = 30

export function toPersonFigures(crowd: Crowd): PersonFigures[] {
  const votes: CrowdAnswer[][] = Array.from({ length: crowd.tasks }, () => [])
  for (const answer of crowd.answers) {
    if (answer.purpose === "label" && answer.compared) votes[answer.task]?.push(answer)
  }
  const mine: CrowdAnswer[][] = Array.from({ length: crowd.people }, () => [])
  for (const answer of crowd.answers) mine[answer.person]?.push(answer)
  const gold = mine.map((own) => countHits(own, (one) => (one.purpose === "gold" ? one.right : null)))
  const prior = fitBetaPrior(
    gold.map((one) => one.hits),
    gold.map((one) => one.n),
  )
  const group = gold.filter((one) => one.n > 0).length
  return mine.map((own, i) => toFigures(own, votes, gold[i] ?? { hits: 0, n: 0 }, prior, group))
}

type Hits = { readonly hits: number; readonly n: number }

function toFigures(
  own: readonly CrowdAnswer[],
  votes: readonly (readonly CrowdAnswer[])[],
  gold: Hits,
  prior: BetaPrior,
  group: number,
): PersonFigures {
  const agreeing: number[] = []
  const pairs: number[] = []
  const blocks: { hits: number; n: number }[] = []
  own.forEach((answer, place) => {
    const block = Math.floor(place / BLOCK)
    const into = (blocks[block] ??= { hits: 0, n: 0 })
    if (answer.purpose === "gold") {
      into.n += 1
      if (answer.right) into.hits += 1
    }
    if (answer.purpose !== "label" || !answer.compared) return
    const others = (votes[answer.task] ?? []).filter((vote) => vote.person !== answer.person)
    if (others.length === 0) return
    const same = others.filter((vote) => vote.choice === answer.choice).length
    agreeing.push(same)
    pairs.push(others.length)
    if (2 * same === others.length) return
    into.n += 1
    if (2 * same > others.length) into.hits += 1
  })
  const left = countHits(own, ({ choice, left: side }) => (choice === null ? null : choice === side))
  const drift =
    blocks.length < 2
      ? notDefined("too-few-items")
      : cochranArmitageTest(
          blocks.map((block) => block.hits),
          blocks.map((block) => block.n),
        )
  return {
    answers: own.length,
    gold: {
      ...gold,
      interval: wilsonInterval(gold.hits, gold.n),
      shrunk: shrinkShare(gold.hits, gold.n, prior),
      group,
    },
    agreement: pairwiseAgreementOfCounts(agreeing, pairs),
    consistency: withInterval(
      countHits(own, (one) => (one.purpose === "repeat" ? one.right : null)),
      wilsonInterval,
    ),
    left: { ...withInterval(left, jeffreysInterval), pValue: exactBinomialTest(left.hits, left.n) },
    longer: withInterval(
      countHits(own, ({ choice, longer }) => (choice === null || longer === null ? null : choice === longer)),
      jeffreysInterval,
    ),
    drift: { ...drift, blocks },
  }
}

function withInterval(hits: Hits, interval: (hits: number, n: number) => Outcome<Interval>): Share {
  return { ...hits, interval: interval(hits.hits, hits.n) }
}

/** Null = does not count. */
function countHits(own: readonly CrowdAnswer[], test: (answer: CrowdAnswer) => boolean | null): Hits {
  let hits = 0
  let n = 0
  for (const answer of own) {
    const hit = test(answer)
    if (hit === null) continue
    n += 1
    if (hit) hits += 1
  }
  return { hits, n }
}
