import { type Aggregate, meanStrengthOf, type Vote } from "@/formats/aggregation/aggregate"
import { toComparisonId } from "@/formats/export/comparison-id"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { AnnotationUnit, LabelUnit, Preference, RulingUnit, TaskUnit } from "@/formats/export/units"

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
  /** Mean signed level towards the winner, ties as 0; always above 0. */
  readonly strength: number
  readonly source: "annotation" | "adjudication" | "imported"
  /** The ranking (or else the pair task) that the pair came out of; the label's own pair without a task. */
  readonly group: string
}

export type Decision = { readonly pairs: readonly DecidedPair[]; readonly skipped: readonly SkipReason[] }

type Candidate = {
  readonly criterion: string
  readonly hashA: string
  readonly hashB: string
  readonly votes: Vote[]
  ruling: (RulingUnit & { readonly flipped: boolean }) | undefined
  group: { readonly hash: string; readonly k: number }
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
  aggregate: Aggregate,
): Decision {
  const candidates = new Map<string, Candidate>()
  const skipped: SkipReason[] = []
  for (const task of tasks) {
    const counted = task.annotations.filter((annotation) => annotation.leftOut === null)
    const without = reasonWithoutPair(task, counted)
    if (without !== undefined) skipped.push(without)
    for (const annotation of counted) addVotes(candidates, task, annotation)
    for (const ruling of task.rulings) addRuling(candidates, task, ruling)
  }
  const pairs: DecidedPair[] = []
  const judged = new Set<string>()
  for (const [key, candidate] of candidates) {
    if (candidate.votes.length === 0 && !candidate.ruling) continue
    judged.add(key)
    collect(decide(promptHash, candidate, aggregate), pairs, skipped)
  }
  for (const candidate of labelCandidates(labels)) {
    if (judged.has(keyOf(candidate.criterion, candidate.hashA, candidate.hashB))) continue
    collect(decide(promptHash, candidate, aggregate, "imported"), pairs, skipped)
  }
  return { pairs, skipped }
}

function collect(found: DecidedPair | SkipReason, pairs: DecidedPair[], skipped: SkipReason[]): void {
  if (typeof found === "string") skipped.push(found)
  else pairs.push(found)
}

/** A task that people worked on and that states no preference is counted once, as a task. */
function reasonWithoutPair(task: TaskUnit, counted: readonly AnnotationUnit[]): SkipReason | undefined {
  if (task.rulings.some((ruling) => ruling.preference !== null)) return undefined
  if (counted.some((annotation) => annotation.comparisons.length > 0)) return undefined
  if (counted.some((annotation) => annotation.notRankable)) return "not_rankable"
  if (counted.length > 0) return "no_comparison"
  // Control tasks and repeats are no data at all; everything else was meant to be.
  return task.annotations.some(
    (annotation) => annotation.leftOut !== "gold" && annotation.leftOut !== "repeat",
  )
    ? "no_counted_annotation"
    : undefined
}

function addVotes(candidates: Map<string, Candidate>, task: TaskUnit, annotation: AnnotationUnit): void {
  for (const comparison of annotation.comparisons) {
    const { candidate, flipped } = candidateOf(candidates, task, comparison)
    candidate.votes.push({
      preference: flipped ? flip(comparison.preference) : comparison.preference,
      bothBad: comparison.bothBad,
      level: comparison.level,
    })
  }
}

function addRuling(candidates: Map<string, Candidate>, task: TaskUnit, ruling: RulingUnit): void {
  const { candidate, flipped } = candidateOf(candidates, task, ruling)
  // The newest holds, also over tasks; rulings of one task come oldest first.
  if (candidate.ruling && candidate.ruling.at > ruling.at) return
  candidate.ruling = { ...ruling, flipped }
}

function candidateOf(
  candidates: Map<string, Candidate>,
  task: TaskUnit,
  pair: { readonly criterion: string; readonly positionA: number; readonly positionB: number },
): { candidate: Candidate; flipped: boolean } {
  const first = textAt(task, pair.positionA)
  const second = textAt(task, pair.positionB)
  const flipped = first > second
  const [hashA, hashB] = flipped ? [second, first] : [first, second]
  const key = keyOf(pair.criterion, hashA, hashB)
  const group = { hash: task.hash, k: task.texts.length }
  const known = candidates.get(key)
  if (known) {
    if (group.k > known.group.k || (group.k === known.group.k && group.hash < known.group.hash))
      known.group = group
    return { candidate: known, flipped }
  }
  const candidate = { criterion: pair.criterion, hashA, hashB, votes: [], ruling: undefined, group }
  candidates.set(key, candidate)
  return { candidate, flipped }
}

function textAt(task: TaskUnit, position: number): string {
  const hash = task.texts[position]
  if (hash === undefined) throw new RangeError(`Task ${task.hash} has no text at position ${position}.`)
  return hash
}

function labelCandidates(labels: readonly LabelUnit[]): Iterable<Candidate> {
  const candidates = new Map<string, Candidate>()
  for (const label of labels) {
    const flipped = label.hashA > label.hashB
    const [hashA, hashB] = flipped ? [label.hashB, label.hashA] : [label.hashA, label.hashB]
    const key = keyOf("overall", hashA, hashB)
    const candidate: Candidate = candidates.get(key) ?? {
      criterion: "overall",
      hashA,
      hashB,
      votes: [],
      ruling: undefined,
      group: { hash: "", k: 2 },
    }
    candidates.set(key, candidate)
    candidate.votes.push({
      preference: flipped ? flip(label.preference) : label.preference,
      bothBad: label.bothBad,
      level: label.level,
    })
  }
  return candidates.values()
}

function decide(
  promptHash: string,
  candidate: Candidate,
  aggregate: Aggregate,
  from: "annotation" | "imported" = "annotation",
): DecidedPair | SkipReason {
  const { criterion, hashA, hashB, votes } = candidate
  const ruling = candidate.ruling?.preference ? candidate.ruling : undefined
  const outcome = ruling ? ruledOutcome(ruling) : votes.length === 0 ? nobody : aggregate(votes)
  if ("skip" in outcome) return outcome.skip
  const mean = meanStrengthOf(votes) * (outcome.winner === "A" ? 1 : -1)
  // More votes one way and stronger ones the other way: nobody may decide that in silence.
  if (!ruling && mean <= 0) return "contested"
  const comparisonId = toComparisonId(promptHash, hashA, hashB, criterion)
  return {
    comparisonId,
    criterion,
    hashA,
    hashB,
    winner: outcome.winner,
    votesA: votes.filter((vote) => vote.preference === "A").length,
    votesB: votes.filter((vote) => vote.preference === "B").length,
    votesTie: votes.filter((vote) => vote.preference === "TIE").length,
    strength: ruling ? (ruling.level ?? 1) : mean,
    source: ruling ? "adjudication" : from,
    group: candidate.group.hash === "" ? comparisonId : candidate.group.hash,
  }
}

const nobody = { skip: "no_counted_annotation" } as const

function ruledOutcome(ruling: RulingUnit & { readonly flipped: boolean }) {
  const preference = ruling.flipped && ruling.preference ? flip(ruling.preference) : ruling.preference
  return preference === "A" || preference === "B" ? { winner: preference } : ({ skip: "tie" } as const)
}

function flip(preference: Preference): Preference {
  return preference === "A" ? "B" : preference === "B" ? "A" : "TIE"
}

function keyOf(criterion: string, hashA: string, hashB: string): string {
  return `${criterion} ${hashA} ${hashB}`
}
