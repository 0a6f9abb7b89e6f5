import type { NumbersInputs, UnitCount } from "@/core/numbers/inputs"
import type { AgreementGroup, AgreementReport } from "@/core/numbers/report"
import { gwetAc } from "@/stats/agreement/gwet-ac"
import { type GroupedUnits, groupUnits } from "@/stats/agreement/group-units"
import { krippendorffAlphaOfKinds } from "@/stats/agreement/krippendorff-alpha"
import { pairwiseAgreementOfCounts } from "@/stats/agreement/pairwise-agreement"
import type { Interval } from "@/stats/interval"
import { wilsonInterval } from "@/stats/intervals/wilson"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { createRng } from "@/stats/random"

/**
 * Agreement of the doubly judged pairs, from how many of them were judged how: A, tie and B are three answers, so a
 * tie agrees with a tie only (both bad is a tie here). Raw agreement has an interval clustered by item, alpha a
 * bootstrap of items, AC1 its own error (stats/agreement).
 */
export function computeAgreement(
  inputs: NumbersInputs,
  expected: Outcome<number>,
  roundNames: ReadonlyMap<string, string>,
  resamples = 2000,
): AgreementReport {
  const { units, slices, categories } = inputs
  const kinds = mergeKinds(units)
  const raw = rawOf(kinds)
  const alpha = krippendorffAlphaOfKinds(toGrouped(kinds), "nominal", createRng(1), { resamples })
  const ac1 = gwetAc(
    kinds
      .map(({ a, tie, b }) => (categories === 2 && tie === 0 ? [a, b] : [a, tie, b]))
      .map(padTo(kinds, categories)),
    "identity",
    0.95,
    kinds.map((kind) => kind.units),
  )
  return {
    raw,
    alpha: alpha.defined
      ? defined({ value: alpha.value.value, interval: plainInterval(alpha.value.interval) })
      : alpha,
    ac1: ac1.defined ? defined({ value: ac1.value.value, interval: plainInterval(ac1.value.interval) }) : ac1,
    units: kinds.reduce((sum, kind) => sum + kind.units, 0),
    pairs: kinds.reduce((sum, kind) => sum + kind.units * pairsOf(kind), 0),
    expected,
    overTime: overTime(units),
    by: [
      ...byCriterion(inputs.criteria ?? []),
      ...groupBy("round", (unit) => [roundNames.get(slices[unit.slice]?.round ?? "") ?? ""]),
      ...groupBy("cohort", (unit) => [slices[unit.slice]?.cohort ?? ""]),
      ...groupBy("guideline", (unit) => {
        const version = slices[unit.slice]?.guideline ?? 0
        return [version === 0 ? "" : `version ${version}`]
      }),
      ...groupBy("language", (unit) => [slices[unit.slice]?.language ?? ""]),
      ...groupBy("useCase", (unit) => [slices[unit.slice]?.useCase ?? ""]),
      ...groupBy("tag", (unit) => slices[unit.slice]?.tags ?? []),
    ],
    couples: inputs.pairings
      .map(({ one, two, pairs, agreeing }) => ({
        one: inputs.people[one]?.name ?? "",
        two: inputs.people[two]?.name ?? "",
        pairs,
        raw: wilsonInterval(agreeing, pairs),
      }))
      .toSorted((x, y) => y.pairs - x.pairs || (x.one + x.two < y.one + y.two ? -1 : 1))
      .slice(0, 300),
  }

  function groupBy(
    kind: AgreementGroup["kind"],
    labelsOf: (unit: UnitCount) => readonly string[],
  ): AgreementGroup[] {
    const groups = new Map<string, UnitCount[]>()
    for (const unit of units) {
      for (const label of labelsOf(unit)) {
        if (label === "") continue
        const own = groups.get(label)
        if (own) own.push(unit)
        else groups.set(label, [unit])
      }
    }
    return [...groups]
      .map(([label, own]) =>
        toGroup(kind, kind === "cohort" && label === "*" ? "several cohorts" : label, own),
      )
      .toSorted(mostFirst)
      .slice(0, 60)
  }
}

function toGroup(kind: AgreementGroup["kind"], label: string, own: readonly Kind[]): AgreementGroup {
  const merged = mergeKinds(own)
  const value = krippendorffAlphaOfKinds(toGrouped(merged), "nominal", createRng(1), { resamples: 0 })
  return {
    kind,
    label,
    units: merged.reduce((sum, each) => sum + each.units, 0),
    raw: rawOf(merged),
    alpha: value.defined ? defined(value.value.value) : value,
  }
}

const mostFirst = (x: AgreementGroup, y: AgreementGroup) => y.units - x.units || (x.label < y.label ? -1 : 1)

/** Whatever criterion the page is narrowed to: questions are set beside one another, not added up. */
function byCriterion(criteria: NonNullable<NumbersInputs["criteria"]>): AgreementGroup[] {
  const names = [...new Set(criteria.map((one) => one.criterion))]
  if (names.length < 2) return []
  return names
    .map((name) =>
      toGroup(
        "criterion",
        name,
        criteria.filter((one) => one.criterion === name),
      ),
    )
    .toSorted(mostFirst)
}

type Kind = Pick<UnitCount, "a" | "tie" | "b" | "units">

function mergeKinds(units: readonly Kind[]): Kind[] {
  const kinds = new Map<number, { a: number; tie: number; b: number; units: number }>()
  for (const { a, tie, b, units: count } of units) {
    const key = (a * 65_536 + tie) * 65_536 + b
    const known = kinds.get(key)
    if (known) known.units += count
    else kinds.set(key, { a, tie, b, units: count })
  }
  // In one order, so that the bootstrap draws the same whatever order the counts came in.
  return [...kinds.values()]
    .filter((kind) => kind.units > 0)
    .toSorted((x, y) => x.a - y.a || x.tie - y.tie || x.b - y.b)
}

const two = (n: number) => (n * (n - 1)) / 2
const pairsOf = ({ a, tie, b }: Kind) => two(a + tie + b)

function rawOf(kinds: readonly Kind[]): Outcome<Interval> {
  const value = pairwiseAgreementOfCounts(
    kinds.map(({ a, tie, b }) => two(a) + two(tie) + two(b)),
    kinds.map(pairsOf),
    "micro",
    0.95,
    kinds.map((kind) => kind.units),
  )
  return plainInterval(value)
}

function toGrouped(kinds: readonly Kind[]): GroupedUnits {
  const written = kinds.map(({ a, tie, b }) => [
    ...Array.from({ length: b }, () => -1),
    ...Array.from({ length: tie }, () => 0),
    ...Array.from({ length: a }, () => 1),
  ])
  // One unit of each kind, so that kinds come out in the order they went in.
  return { ...groupUnits(written), multiplicities: kinds.map((kind) => kind.units) }
}

/** AC1 counts the answers that are possible: two only where no tie can be given and none was. */
function padTo(kinds: readonly Kind[], categories: number) {
  const withTies = categories === 3 || kinds.some((kind) => kind.tie > 0)
  return (row: readonly number[]) => (withTies && row.length === 2 ? [row[0] ?? 0, 0, row[1] ?? 0] : row)
}

/** Agreement of all pairs judged up to each day; long projects are shown at 60 days spread evenly. */
function overTime(units: readonly UnitCount[]): AgreementReport["overTime"] {
  const byDay = new Map<string, UnitCount[]>()
  for (const unit of units) {
    const own = byDay.get(unit.day)
    if (own) own.push(unit)
    else byDay.set(unit.day, [unit])
  }
  const days = [...byDay.keys()].toSorted()
  const step = Math.max(1, Math.ceil(days.length / 60))
  const soFar: UnitCount[] = []
  const result: { day: string; raw: Outcome<Interval>; units: number }[] = []
  let kinds: Kind[] = []
  days.forEach((day, at) => {
    soFar.push(...(byDay.get(day) ?? []))
    if ((days.length - 1 - at) % step !== 0) return
    kinds = mergeKinds([...soFar.splice(0), ...kinds.map((kind) => ({ ...kind, slice: 0, day: "" }))])
    result.push({ day, raw: rawOf(kinds), units: kinds.reduce((sum, kind) => sum + kind.units, 0) })
  })
  return result
}

/** Only what a report keeps. */
export function plainInterval(outcome: Outcome<Interval>): Outcome<Interval> {
  if (!outcome.defined) return notDefined(outcome.reason)
  const { estimate, low, high, level } = outcome.value
  return defined({ estimate, low, high, level })
}
