import type { CrowdLabels } from "@/core/numbers/crowd"
import type { NumbersInputs, Pairing, UnitCount, UnitSlice } from "@/core/numbers/inputs"
import { toLengthClass } from "@/core/numbers/length-class"

/** One judged pair, wherever it comes from. A is first as the file has it; `aLeft` null = sides unknown. */
export interface Vote {
  /** What was judged: votes on one item by several people show agreement. */
  readonly item: string
  readonly answer: string
  readonly annotator: string
  readonly modelA: string
  readonly modelB: string
  readonly preference: "A" | "B" | "TIE"
  readonly bothBad: boolean
  readonly level: number
  readonly aLeft: boolean | null
  readonly charsA: number
  readonly charsB: number
  /** `2026-11-21`; empty = unknown. */
  readonly day: string
  readonly cohort: string
  readonly guideline: number
  readonly language: string
  readonly useCase: string
  readonly tags: readonly string[]
  readonly activeMs: number | null
}

/** Single votes as the counts that a report is computed from; the same as the roll-ups of a project make of them. */
export function toInputs(votes: readonly Vote[], length = true): NumbersInputs {
  const models = numbered()
  const people = numbered()
  const slices = numbered()
  const sliceList: UnitSlice[] = []
  const cells = new Map<string, number[]>()
  const tallies = new Map<number, Record<TallyName, number>>()
  const answers = new Map<string, { person: number; day: string; ms: number | null }>()
  const items = new Map<string, { person: number; answer: number; vote: Vote }[]>()
  const levels = [0, 0, 0, 0]
  let ties = false
  for (const vote of votes) {
    const person = people.of(vote.annotator)
    const [a, b] = [models.of(vote.modelA), models.of(vote.modelB)]
    const turn = a <= b ? 1 : -1
    const outcome = vote.preference === "TIE" ? 0 : vote.preference === "A" ? 1 : -1
    const side = vote.aLeft === null ? 0 : vote.aLeft ? 1 : -1
    const size = length ? toLengthClass(vote.charsA, vote.charsB) : 0
    ties ||= outcome === 0
    // + 0: a turned 0 must not be another key than 0.
    const key = [person, Math.min(a, b), Math.max(a, b), turn * side + 0, turn * size + 0]
    const cell = cells.get(key.join(" ")) ?? [...key, 0, 0, 0]
    const at = 6 - turn * outcome
    cell[at] = (cell[at] ?? 0) + 1
    cells.set(key.join(" "), cell)
    const tally = tallies.get(person) ?? { ...nothing }
    tallies.set(person, tally)
    if (!answers.has(vote.answer)) tally.answers += 1
    answers.set(vote.answer, { person, day: vote.day, ms: vote.activeMs })
    tally.comparisons += 1
    if (outcome === 0) tally.ties += 1
    else
      levels[Math.min(4, Math.max(1, vote.level)) - 1] =
        (levels[Math.min(4, Math.max(1, vote.level)) - 1] ?? 0) + 1
    if (vote.bothBad) tally.bad += 1
    if (side !== 0) {
      tally.pairs += 1
      if (outcome !== 0) tally[outcome === side ? "left" : "right"] += 1
    }
    if (outcome !== 0 && size !== 0) {
      tally.unlike += 1
      if (Math.sign(size) === outcome) tally.longer += 1
    }
    // The pair in one order, whoever was called A.
    const item = `${vote.item}\n${Math.min(a, b)} ${Math.max(a, b)}`
    const own = items.get(item) ?? []
    own.push({ person, answer: turn * outcome + 0, vote })
    items.set(item, own)
  }
  const units = new Map<string, UnitCount>()
  const pairings = new Map<string, { one: number; two: number; pairs: number; agreeing: number }>()
  for (const own of items.values()) {
    if (own.length < 2) continue
    const [first] = own
    if (!first) continue
    const { language, useCase, tags } = first.vote
    const cohorts = new Set(own.map((one) => one.vote.cohort))
    const cohort = cohorts.size === 1 ? first.vote.cohort : "*"
    const guideline = Math.max(...own.map((one) => one.vote.guideline))
    const slice = slices.of(JSON.stringify([cohort, guideline, language, useCase, tags]))
    sliceList[slice] ??= { round: "", cohort, guideline, language, useCase, tags }
    const count = (answer: number) => own.filter((one) => one.answer === answer).length
    const day =
      own
        .map((one) => one.vote.day)
        .toSorted()
        .at(-1) ?? ""
    const unit = { slice, day, a: count(1), tie: count(0), b: count(-1) }
    const key = JSON.stringify(unit)
    units.set(key, { ...unit, units: (units.get(key)?.units ?? 0) + 1 })
    own.forEach((x, i) => {
      for (const y of own.slice(i + 1)) {
        const [one, two] = [Math.min(x.person, y.person), Math.max(x.person, y.person)]
        const pair = pairings.get(`${one} ${two}`) ?? { one, two, pairs: 0, agreeing: 0 }
        pair.pairs += 1
        if (x.answer === y.answer) pair.agreeing += 1
        pairings.set(`${one} ${two}`, pair)
      }
    })
  }
  return {
    models: models.names().map((name) => ({ id: name, name })),
    people: people.names().map((name) => ({ id: name, name })),
    cells: Int32Array.from([...cells.values()].flat()),
    tallies: [...tallies].map(([person, tally]) => ({ person, ...tally })),
    levels,
    units: [...units.values()],
    slices: sliceList,
    pairings: [...pairings.values()] satisfies Pairing[],
    days: toDays([...answers.values()]),
    work: toWork([...answers.values()]),
    categories: ties ? 3 : 2,
  }
}

/** The same votes as labels of pairs that several judged, people numbered as toInputs does. */
export function toCrowdLabels(votes: readonly Vote[]): CrowdLabels {
  const people = numbered()
  const models = numbered()
  const items = new Map<string, { annotator: number; category: number }[]>()
  for (const vote of votes) {
    const annotator = people.of(vote.annotator)
    const [a, b] = [models.of(vote.modelA), models.of(vote.modelB)]
    const turn = a <= b ? 1 : -1
    const outcome = vote.preference === "TIE" ? 0 : vote.preference === "A" ? turn : -turn
    const item = `${vote.item}\n${Math.min(a, b)} ${Math.max(a, b)}`
    const own = items.get(item) ?? []
    own.push({ annotator, category: 1 - outcome })
    items.set(item, own)
  }
  const several = [...items.values()].filter((own) => own.length > 1)
  return {
    items: several.length,
    labels: several.flatMap((own, item) => own.map((label) => ({ item, ...label }))),
  }
}

type TallyName = "answers" | "comparisons" | "ties" | "bad" | "pairs" | "left" | "right" | "unlike" | "longer"
const nothing: Readonly<Record<TallyName, number>> = {
  answers: 0,
  comparisons: 0,
  ties: 0,
  bad: 0,
  pairs: 0,
  left: 0,
  right: 0,
  unlike: 0,
  longer: 0,
}
type Answer = { readonly person: number; readonly day: string; readonly ms: number | null }

function toDays(answers: readonly Answer[]) {
  const days = new Map<string, { answers: number; people: Set<number> }>()
  for (const { day, person } of answers) {
    if (day === "") continue
    const own = days.get(day) ?? { answers: 0, people: new Set<number>() }
    own.answers += 1
    own.people.add(person)
    days.set(day, own)
  }
  return [...days]
    .map(([day, own]) => ({ day, answers: own.answers, people: own.people.size }))
    .toSorted((x, y) => (x.day < y.day ? -1 : 1))
}

function toWork(answers: readonly Answer[]) {
  const work = new Map<
    number,
    { person: number; answers: number; timed: number; activeMs: number; flags: number }
  >()
  for (const { person, ms } of answers) {
    const own = work.get(person) ?? { person, answers: 0, timed: 0, activeMs: 0, flags: 0 }
    own.answers += 1
    if (ms !== null) {
      own.timed += 1
      own.activeMs += Math.min(ms, 1_800_000)
    }
    work.set(person, own)
  }
  return [...work.values()]
}

/** Numbers names 0, 1, 2, … as they come. */
function numbered() {
  const known = new Map<string, number>()
  return {
    of(name: string): number {
      const number = known.get(name) ?? known.size
      known.set(name, number)
      return number
    },
    names: () => [...known.keys()],
  }
}
