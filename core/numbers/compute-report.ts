import { computeAgreement } from "@/core/numbers/agreement"
import { CELL_WIDTH, type NumbersInputs, type Tally } from "@/core/numbers/inputs"
import { computeRatings, type FittedRatings } from "@/core/numbers/ratings"
import type { MatrixCell, NumbersReport, PersonRow, Warning } from "@/core/numbers/report"
import { clusteredShare, ownShare } from "@/core/numbers/shares"
import { computeStop } from "@/core/numbers/stop"
import { plainInterval } from "@/core/numbers/agreement"
import { adjustBenjaminiHochberg } from "@/stats/claims/benjamini-hochberg"
import { exactBinomialTest } from "@/stats/claims/exact-binomial"
import { winRate } from "@/stats/intervals/win-rate"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { expectedAgreement } from "@/stats/rating/predict-outcome"

export type ReportOptions = {
  /** Names of rounds by id, for the table of agreement by round. */
  readonly rounds?: ReadonlyMap<string, string>
  readonly resamples?: number
  readonly refits?: number
  /** Called between the parts with the share that is done, so that a server can do something else. */
  readonly pause?: (done: number) => Promise<void>
}

/** The regimes in which the intervals hold what they promise (docs/statistics.md, measured coverage). */
export const REGIME = { people: 30, units: 100, comparisons: 200 } as const

/** All figures of the numbers page out of counts. Costs by models, people and days; the same input gives the same output. */
export async function computeReport(
  inputs: NumbersInputs,
  options: ReportOptions = {},
): Promise<NumbersReport> {
  const pause = options.pause ?? (async () => {})
  const refits = options.refits ?? 1000
  const raw = computeRatings(inputs, { length: false, refits })
  await pause(0.4)
  const equal = computeRatings(inputs, { length: true, refits: Math.min(refits, 400) })
  await pause(0.7)
  const agreement = computeAgreement(inputs, expectedOf(raw), options.rounds ?? new Map(), options.resamples)
  await pause(0.9)
  const { tallies } = inputs
  const total = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0)
  const work = toWork(inputs)
  const comparisons = total((tally) => tally.comparisons)
  return {
    // Answers without any comparison (ratings, written ones) are in the days and in nothing else.
    answers:
      comparisons > 0
        ? total((tally) => tally.answers)
        : inputs.days.reduce((sum, day) => sum + day.answers, 0),
    comparisons,
    people: new Set([...tallies.map((tally) => tally.person), ...inputs.work.map((one) => one.person)]).size,
    days: inputs.days,
    work,
    agreement,
    ratings: raw.ratings,
    equalLength: equal.length.term.defined
      ? equal.ratings
      : notDefined(raw.ratings.defined ? "no-variance" : raw.ratings.reason),
    matrix: toMatrix(inputs, raw),
    shares: {
      tie: clusteredShare(
        tallies,
        (t) => t.ties,
        (t) => t.comparisons,
      ),
      bad: clusteredShare(
        tallies,
        (t) => t.bad,
        (t) => t.comparisons,
      ),
    },
    levels: inputs.levels,
    position: {
      share: clusteredShare(
        tallies,
        (t) => t.left,
        (t) => t.left + t.right,
      ),
      ...raw.side,
    },
    length: {
      share: clusteredShare(
        tallies,
        (t) => t.longer,
        (t) => t.unlike,
      ),
      ...equal.length,
    },
    persons: toPersons(inputs),
    stop: computeStop(inputs, raw),
    warnings: toWarnings(
      raw,
      agreement.units,
      comparisons,
      total((tally) => tally.answers),
    ),
  }
}

function expectedOf({ fit, table }: FittedRatings): Outcome<number> {
  if (!fit || !table) return notDefined("no-data")
  const pairs = Array.from({ length: table.cells }, (_, cell) => ({
    first: table.first[cell] as number,
    second: table.second[cell] as number,
    comparisons: (table.wins[cell] as number) + (table.ties[cell] as number) + (table.losses[cell] as number),
  }))
  return defined(expectedAgreement(fit, pairs))
}

function toWork({ work }: NumbersInputs) {
  const timed = work.reduce((sum, one) => sum + one.timed, 0)
  const ms = work.reduce((sum, one) => sum + one.activeMs, 0)
  const seconds: Outcome<number> = timed === 0 ? notDefined("no-data") : defined(ms / 1000 / timed)
  return { timed, hours: ms / 3_600_000, seconds }
}

/** More models than this are compared by their ratings: the pairs of hundreds of models are nobody's reading. */
export const MATRIX_MODELS = 60

/** All pairs that met; of very many models those among the best. */
function toMatrix({ cells, models }: NumbersInputs, { ratings }: FittedRatings): MatrixCell[] {
  const best = ratings.defined ? ratings.value.rows.map((row) => row.id) : models.map((model) => model.id)
  const shown = new Set(best.slice(0, MATRIX_MODELS))
  const pairs = new Map<
    number,
    { first: number; second: number; wins: number; ties: number; losses: number }
  >()
  for (let at = 0; at < cells.length; at += CELL_WIDTH) {
    const [first, second] = [cells[at + 1] as number, cells[at + 2] as number]
    if (first === second) continue
    if (!shown.has(models[first]?.id ?? "") || !shown.has(models[second]?.id ?? "")) continue
    const turn = first > second
    const key = turn ? second * models.length + first : first * models.length + second
    let pair = pairs.get(key)
    if (!pair) {
      pair = {
        first: Math.min(first, second),
        second: Math.max(first, second),
        wins: 0,
        ties: 0,
        losses: 0,
      }
      pairs.set(key, pair)
    }
    const [w, t, l] = [cells[at + 5] as number, cells[at + 6] as number, cells[at + 7] as number]
    pair.wins += turn ? l : w
    pair.ties += t
    pair.losses += turn ? w : l
  }
  const name = (model: number) => models[model]?.name ?? ""
  const ordered = [...pairs.values()].toSorted((x, y) => x.first - y.first || x.second - y.second)
  return ordered.flatMap(({ first, second, wins, ties, losses }) => [
    {
      row: name(first),
      column: name(second),
      wins,
      ties,
      losses,
      rate: plainInterval(winRate(wins, ties, losses)),
    },
    {
      row: name(second),
      column: name(first),
      wins: losses,
      ties,
      losses: wins,
      rate: plainInterval(winRate(losses, ties, wins)),
    },
  ])
}

function toPersons(inputs: NumbersInputs): PersonRow[] {
  const { people, tallies, work, pairings } = inputs
  const tallyOf = new Map<number, Tally>(tallies.map((tally) => [tally.person, tally]))
  const workOf = new Map(work.map((one) => [one.person, one]))
  const agreed = new Map<number, { pairs: number; agreeing: number }>()
  for (const { one, two, pairs, agreeing } of pairings) {
    for (const person of [one, two]) {
      const own = agreed.get(person) ?? { pairs: 0, agreeing: 0 }
      agreed.set(person, { pairs: own.pairs + pairs, agreeing: own.agreeing + agreeing })
    }
  }
  const rows = [...new Set([...tallyOf.keys(), ...workOf.keys()])].map((person): PersonRow => {
    const tally = tallyOf.get(person)
    const own = workOf.get(person)
    const { pairs, agreeing } = agreed.get(person) ?? { pairs: 0, agreeing: 0 }
    const [left, right] = [tally?.left ?? 0, tally?.right ?? 0]
    const [longer, unlike] = [tally?.longer ?? 0, tally?.unlike ?? 0]
    return {
      id: people[person]?.id ?? "",
      name: people[person]?.name ?? "",
      answers: own?.answers ?? tally?.answers ?? 0,
      comparisons: tally?.comparisons ?? 0,
      agrees: ownShare(agreeing, pairs),
      left: ownShare(left, left + right),
      leftP: exactBinomialTest(left, left + right),
      longer: ownShare(longer, unlike),
      longerP: exactBinomialTest(longer, unlike),
      ties: ownShare(tally?.ties ?? 0, tally?.comparisons ?? 0),
      seconds: own && own.timed > 0 ? defined(own.activeMs / 1000 / own.timed) : notDefined("no-data"),
      flags: own?.flags ?? 0,
    }
  })
  const adjusted = adjust(adjust(rows, "leftP"), "longerP")
  return adjusted.toSorted((x, y) => y.answers - x.answers || (x.name < y.name ? -1 : 1))
}

function adjust(rows: readonly PersonRow[], key: "leftP" | "longerP"): PersonRow[] {
  const known = rows.flatMap((row) => (row[key].defined ? [row[key].value] : []))
  const adjusted = adjustBenjaminiHochberg(known)
  let at = 0
  return rows.map((row) => (row[key].defined ? { ...row, [key]: defined(adjusted[at++] as number) } : row))
}

function toWarnings(raw: FittedRatings, units: number, comparisons: number, answers: number): Warning[] {
  const warnings: Warning[] = []
  if (comparisons > 0 && comparisons < REGIME.comparisons)
    warnings.push({ kind: "few-comparisons", n: comparisons })
  if (raw.ratings.defined && raw.ratings.value.clusters < REGIME.people) {
    warnings.push({ kind: "few-people", n: raw.ratings.value.clusters })
  }
  if (units > 0 && units < REGIME.units) warnings.push({ kind: "few-units", n: units })
  if (raw.ratings.defined && raw.ratings.value.components > 1) {
    warnings.push({ kind: "islands", n: raw.ratings.value.components })
  }
  if (raw.ratings.defined) {
    const models = raw.ratings.value.rows.filter((row) => row.unbounded).map((row) => row.model)
    if (models.length > 0) warnings.push({ kind: "unbounded", models })
  }
  // More comparisons than answers: some answers were rankings.
  if (comparisons > answers && answers > 0) warnings.push({ kind: "rankings" })
  return warnings
}
