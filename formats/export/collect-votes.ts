import type { Vote } from "@/formats/aggregation/aggregate"
import { voteMargin } from "@/formats/export/margin"
import type { ExportSettings } from "@/formats/export/settings"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type {
  AnnotationUnit,
  ComparisonUnit,
  LabelUnit,
  Preference,
  RulingUnit,
  TaskUnit,
} from "@/formats/export/units"

/** Everything that was said about one pair on one criterion, in stored order: A has the smaller hash. */
export type Votes = {
  readonly criterion: string
  readonly hashA: string
  readonly hashB: string
  readonly votes: readonly Vote[]
  /** In force, and asked for. */
  readonly ruling: Vote | undefined
  readonly source: "annotation" | "imported"
  /** Hash of the largest task that holds the pair; "" without a task. */
  readonly group: string
}

type Candidate = {
  readonly criterion: string
  readonly hashA: string
  readonly hashB: string
  readonly votes: Vote[]
  ruling: { readonly vote: Vote | null; readonly at: string } | undefined
  group: { readonly hash: string; readonly k: number }
}

const none: readonly number[] = []

type Wanted = Pick<ExportSettings, "rulings" | "margin">

/**
 * The votes of one prompt, put together by pair and criterion over all its tasks. Only counted
 * annotations vote; labels that came with the data stand in where no person judged.
 */
export function collectVotes(
  tasks: readonly TaskUnit[],
  labels: readonly LabelUnit[],
  settings: Wanted,
): { readonly candidates: readonly Votes[]; readonly skipped: readonly SkipReason[] } {
  const candidates = new Map<string, Candidate>()
  const skipped: SkipReason[] = []
  for (const task of tasks) {
    const counted = task.annotations.filter((annotation) => annotation.leftOut === null)
    const without = reasonWithoutPair(task, counted, settings)
    if (without !== undefined) skipped.push(without)
    for (const annotation of counted) addVotes(candidates, task, annotation, settings)
    if (settings.rulings === "ignore") continue
    for (const ruling of task.rulings) addRuling(candidates, task, ruling, settings)
  }
  const found: Votes[] = []
  const judged = new Set<string>()
  for (const [key, candidate] of candidates) {
    const ruling = candidate.ruling?.vote ?? undefined
    if (candidate.votes.length === 0 && !ruling) continue
    judged.add(key)
    const { criterion, hashA, hashB, votes, group } = candidate
    found.push({ criterion, hashA, hashB, votes, ruling, group: group.hash, source: "annotation" })
  }
  for (const [key, candidate] of labelCandidates(labels, settings)) {
    if (judged.has(key)) continue
    found.push({ ...candidate, ruling: undefined, group: "", source: "imported" })
  }
  return { candidates: found, skipped }
}

/** A task that people worked on and that states no preference is counted once, as a task. */
function reasonWithoutPair(
  task: TaskUnit,
  counted: readonly AnnotationUnit[],
  { rulings }: Wanted,
): SkipReason | undefined {
  if (rulings !== "ignore" && task.rulings.some((ruling) => ruling.preference !== null)) return undefined
  if (counted.some((annotation) => annotation.comparisons.length > 0)) return undefined
  if (counted.some((annotation) => annotation.notRankable)) return "not_rankable"
  if (counted.length > 0) return "no_comparison"
  // Control tasks and repeats are no data at all; everything else was meant to be.
  return task.annotations.some(({ leftOut }) => leftOut !== "gold" && leftOut !== "repeat")
    ? "no_counted_annotation"
    : undefined
}

function addVotes(
  candidates: Map<string, Candidate>,
  task: TaskUnit,
  annotation: AnnotationUnit,
  settings: Wanted,
): void {
  for (const comparison of annotation.comparisons) {
    const { candidate, flipped } = candidateOf(candidates, task, comparison)
    const { who } = annotation
    const maxLevel = who?.protocol.maxLevel ?? comparison.level ?? 1
    candidate.votes.push({
      preference: flipped ? flip(comparison.preference) : comparison.preference,
      bothBad: comparison.bothBad,
      level: comparison.level,
      maxLevel,
      margin: voteMargin(settings.margin, comparison.level, maxLevel, who?.protocol.margins ?? none),
      annotator: who?.annotator ?? "",
      submittedAt: who?.submittedAt ?? "",
      rationale: who?.rationale ?? "",
    })
  }
}

function addRuling(
  candidates: Map<string, Candidate>,
  task: TaskUnit,
  ruling: RulingUnit,
  settings: Wanted,
): void {
  const { candidate, flipped } = candidateOf(candidates, task, ruling)
  // The newest holds, also over tasks; rulings of one task come oldest first.
  if (candidate.ruling && candidate.ruling.at > ruling.at) return
  candidate.ruling = {
    at: ruling.at,
    vote: ruling.preference === null ? null : rulingVote(task, ruling, ruling.preference, flipped, settings),
  }
}

function rulingVote(
  task: TaskUnit,
  ruling: RulingUnit,
  preference: Preference,
  flipped: boolean,
  settings: Wanted,
): Vote {
  const protocol = task.annotations.at(-1)?.who?.protocol
  const level = preference === "TIE" ? null : (ruling.level ?? 1)
  const maxLevel = protocol?.maxLevel ?? level ?? 1
  return {
    preference: flipped ? flip(preference) : preference,
    bothBad: ruling.bothBad,
    level,
    maxLevel,
    margin: voteMargin(settings.margin, level, maxLevel, protocol?.margins ?? none),
    annotator: ruling.by,
    submittedAt: ruling.at,
    rationale: ruling.reason,
  }
}

function candidateOf(
  candidates: Map<string, Candidate>,
  task: TaskUnit,
  pair: Pick<ComparisonUnit, "criterion" | "positionA" | "positionB">,
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

function labelCandidates(labels: readonly LabelUnit[], settings: Wanted): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>()
  for (const label of labels) {
    const flipped = label.hashA > label.hashB
    const [hashA, hashB] = flipped ? [label.hashB, label.hashA] : [label.hashA, label.hashB]
    const criterion = label.criterion ?? "overall"
    const key = keyOf(criterion, hashA, hashB)
    const candidate: Candidate = candidates.get(key) ?? {
      criterion,
      hashA,
      hashB,
      votes: [],
      ruling: undefined,
      group: { hash: "", k: 2 },
    }
    candidates.set(key, candidate)
    // Nothing says how many levels the source had: those of the largest scale that fits.
    const maxLevel = label.level === null ? 1 : Math.max(3, label.level)
    const level = label.preference === "TIE" ? null : (label.level ?? 1)
    candidate.votes.push({
      preference: flipped ? flip(label.preference) : label.preference,
      bothBad: label.bothBad,
      level,
      maxLevel,
      margin: voteMargin(settings.margin, level, maxLevel, none),
      annotator: label.labeler,
      submittedAt: "",
      rationale: "",
    })
  }
  return candidates
}

function flip(preference: Preference): Preference {
  return preference === "A" ? "B" : preference === "B" ? "A" : "TIE"
}

function keyOf(criterion: string, hashA: string, hashB: string): string {
  return `${criterion} ${hashA} ${hashB}`
}
