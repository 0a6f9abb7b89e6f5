import {
  type Aggregate,
  meanStrengthOf,
  type Outcome,
  tallyOf,
  type Vote,
  type Weights,
} from "@/formats/aggregation/aggregate"
import { aggregations } from "@/formats/aggregation/registry"
import { collectVotes, type Votes } from "@/formats/export/collect-votes"
import { toComparisonId } from "@/formats/export/comparison-id"
import { logitMargin } from "@/formats/export/margin"
import type { ExportSettings, SplitName } from "@/formats/export/settings"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { LabelUnit, TaskUnit } from "@/formats/export/units"

/** A judged pair with its outcome, still in stored order: A has the smaller text hash. */
export type DecidedPair = {
  readonly comparisonId: string
  readonly criterion: string
  readonly hashA: string
  readonly hashB: string
  readonly winner: "A" | "B"
  readonly votesA: number
  readonly votesB: number
  readonly votesTie: number
  /** Mean signed level towards the winner, ties as 0. */
  readonly strength: number
  readonly margin: number
  readonly source: "annotation" | "adjudication" | "imported"
  /** The ranking (or else the pair task) that the pair came out of; the label's own pair without a task. */
  readonly group: string
  /** Whose answer the row is, where there is a row per person; else "". */
  readonly annotator: string
  /** The answers that the row is made of; of a ruling, the ruling. */
  readonly votes: readonly Vote[]
  /** Number of the row among those of its pair. */
  readonly part: number
}

/** A pair that is judged to be a tie. */
export type DecidedTie = Omit<DecidedPair, "winner" | "strength" | "margin"> & {
  /** Most of its tied votes say that neither is acceptable. */
  readonly bothBad: boolean
}

export type Decision = {
  readonly pairs: readonly DecidedPair[]
  readonly ties: readonly DecidedTie[]
  readonly skipped: readonly SkipReason[]
}

export type DecideSettings = Pick<
  ExportSettings,
  | "aggregation"
  | "ties"
  | "contested"
  | "minVotes"
  | "minAgreement"
  | "minStrength"
  | "rulings"
  | "margin"
  | "criteria"
>
export type DecideContext = {
  readonly settings: DecideSettings
  readonly split: SplitName
  /** For `weighted` only. */
  readonly weights: Weights
  /** A faster one than the default, where there is one. */
  readonly sha256?: (text: string) => string
}

/**
 * What the judgments of one prompt come to, pair by pair. The same pair may come out of several tasks
 * (twice as a pair, or as a pair and within a ranking): its votes are put together, so that no pair
 * is emitted twice. A ruling outranks all votes. Labels that came with the data decide only pairs
 * that no person judged.
 */
export function decidePairs(
  promptHash: string,
  tasks: readonly TaskUnit[],
  labels: readonly LabelUnit[],
  context: DecideContext,
): Decision {
  const { candidates, skipped } = collectVotes(tasks, labels, context.settings)
  const decision = { pairs: new Array<DecidedPair>(), ties: new Array<DecidedTie>(), skipped: [...skipped] }
  for (const votes of candidates) decide(promptHash, votes, context, decision)
  return decision
}

type Growing = { pairs: DecidedPair[]; ties: DecidedTie[]; skipped: SkipReason[] }

function decide(promptHash: string, own: Votes, context: DecideContext, into: Growing): void {
  const { settings, split } = context
  if (settings.criteria.length > 0 && !settings.criteria.includes(own.criterion)) {
    into.skipped.push("other_criterion")
    return
  }
  if (settings.rulings === "only" && !own.ruling) {
    into.skipped.push("no_ruling")
    return
  }
  const comparisonId = toComparisonId(promptHash, own.hashA, own.hashB, own.criterion, context.sha256)
  const rows = new RowsOfPair(own, comparisonId, settings, into)
  const { over, aggregate } = aggregations[settings.aggregation]
  if (own.ruling) rows.add([own.ruling], outcomeOf(own.ruling), over === "vote" && split === "train" ? 2 : 1)
  else if (own.votes.length < settings.minVotes) into.skipped.push("too_few_votes")
  else if (over === "annotator") {
    for (const votes of byAnnotator(own.votes)) rows.add(votes, aggregate(votes, context.weights), 1)
  } else if (over === "vote" && split === "train") {
    for (const vote of own.votes) rows.addSoft(vote)
  } else rows.addGuarded(aggregate, context.weights)
}

/** Makes the rows of one pair, numbered, or the reasons why there are none. */
class RowsOfPair {
  #part = 0

  constructor(
    readonly own: Votes,
    readonly comparisonId: string,
    readonly settings: DecideSettings,
    readonly into: Growing,
  ) {}

  /** All votes together, with the guards that only make sense for them. */
  addGuarded(aggregate: Aggregate, weights: Weights): void {
    const { votes } = this.own
    const outcome = aggregate(votes, weights)
    if ("winner" in outcome) {
      const { a, b, n } = tallyOf(votes)
      const mean = meanStrengthOf(votes)
      // More votes one way and stronger ones the other way, or a winner against the one or the other:
      // nobody may decide that in silence.
      const towards = outcome.winner === "A" ? 1 : -1
      const isContested = (a - b) * towards <= 0 || mean * towards <= 0
      if (isContested && this.settings.contested === "drop") return this.#skip("contested")
      const agreeing = outcome.winner === "A" ? a : b
      if (agreeing * 100 < this.settings.minAgreement * n) return this.#skip("low_agreement")
    }
    this.add(votes, outcome, 1)
  }

  /** A decided vote counts twice, a tie once each way, so that ties weigh the same. */
  addSoft(vote: Vote): void {
    const outcome = outcomeOf(vote)
    if ("winner" in outcome) return this.add([vote], outcome, 2)
    for (const winner of ["A", "B"] as const) this.#pair([vote], winner, 0, 0)
  }

  add(votes: readonly Vote[], outcome: Outcome, times: number): void {
    if ("skip" in outcome) {
      if (outcome.skip !== "tie" || this.settings.ties === "drop") return this.#skip(outcome.skip)
      if (this.settings.ties === "keep") return this.#tie(votes)
      for (const winner of ["A", "B"] as const) this.#pair(votes, winner, 0, 0)
      return
    }
    const { winner } = outcome
    const strength = meanStrengthOf(votes) * (winner === "A" ? 1 : -1)
    const { minStrength } = this.settings
    if (minStrength > 0 && strength < minStrength) return this.#skip("weak")
    const margin = marginOf(votes, winner, this.settings, this.own.ruling !== undefined)
    for (let i = 0; i < times; i++) this.#pair(votes, winner, strength, margin)
  }

  #pair(votes: readonly Vote[], winner: "A" | "B", strength: number, margin: number): void {
    this.into.pairs.push({ winner, strength, margin, ...this.#common(votes) })
  }

  #tie(votes: readonly Vote[]): void {
    const ties = votes.filter(({ preference }) => preference === "TIE")
    const bad = ties.filter(({ bothBad }) => bothBad).length
    this.into.ties.push({ bothBad: 2 * bad > ties.length, ...this.#common(votes) })
  }

  #common(votes: readonly Vote[]) {
    const { criterion, hashA, hashB, group, source } = this.own
    const { a, b, tie } = this.own.ruling ? tallyOf(this.own.votes) : tallyOf(votes)
    const isOwn = aggregations[this.settings.aggregation].over === "annotator"
    return {
      comparisonId: this.comparisonId,
      criterion,
      hashA,
      hashB,
      votesA: a,
      votesB: b,
      votesTie: tie,
      source: this.own.ruling ? ("adjudication" as const) : source,
      group: group === "" ? this.comparisonId : group,
      annotator: isOwn ? (votes[0]?.annotator ?? "") : "",
      votes,
      part: this.#part++,
    }
  }

  #skip(reason: SkipReason): void {
    this.into.skipped.push(reason)
  }
}

function outcomeOf({ preference }: Vote): Outcome {
  return preference === "TIE" ? { skip: "tie" } : { winner: preference }
}

function byAnnotator(votes: readonly Vote[]): Vote[][] {
  const own = new Map<string, Vote[]>()
  for (const vote of votes) {
    const list = own.get(vote.annotator)
    if (list) list.push(vote)
    else own.set(vote.annotator, [vote])
  }
  return [...own].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => list)
}

/** Mean margin of the votes for the winner, or of their share. */
function marginOf(
  votes: readonly Vote[],
  winner: "A" | "B",
  settings: DecideSettings,
  isRuling: boolean,
): number {
  if (settings.margin === "logit") return isRuling ? logitMargin(1) : logitMargin(shareOf(votes, winner))
  const own = votes.filter(({ preference }) => preference === winner)
  return own.length === 0 ? 0 : own.reduce((sum, { margin }) => sum + margin, 0) / own.length
}

/** Ties count half for each side. */
function shareOf(votes: readonly Vote[], winner: "A" | "B"): number {
  const { a, b, tie, n } = tallyOf(votes)
  return ((winner === "A" ? a : b) + tie / 2) / n
}
