import pg from "pg"
import type { Prisma } from "@/prisma/client/client"
import { CELL_WIDTH, type DayCount, type Pairing, type PersonWork, type Tally } from "@/core/numbers/inputs"
import { pool } from "@/server/data/db"
import { type PackKind, packKinds, packNow } from "@/server/data/rollup/packs"

/** Turns a number of RollupPerson or RollupModel into a place in the report's list. */
export type Places = (no: number) => number

/** Places by a table where the numbers lie close together, which they do. */
export function toPlaces(numbers: readonly number[]): Places {
  const low = numbers.reduce((least, no) => Math.min(least, no), Number.POSITIVE_INFINITY)
  const high = numbers.reduce((most, no) => Math.max(most, no), 0)
  if (numbers.length === 0 || high - low > 4_000_000) {
    const places = new Map(numbers.map((no, at) => [no, at]))
    return (no) => places.get(no) ?? -1
  }
  const table = new Int32Array(high - low + 1).fill(-1)
  numbers.forEach((no, at) => {
    table[no - low] = at
  })
  return (no) => table[no - low] ?? -1
}

/** The packs of some slices and days, one after another: however many there are, one is held at a time. */
async function eachPack(
  kind: PackKind,
  where: Prisma.Sql,
  read: (words: Uint32Array, day: string) => void,
): Promise<void> {
  const client = await pool().connect()
  let broken = true
  try {
    await new Promise<void>((resolve, reject) => {
      // Base64 and not the driver's hexadecimal: two thirds of the text.
      const query = client.query(
        new pg.Query<{ day: string; packed: string | null }>(
          `SELECT p."day"::text AS "day", encode(coalesce(p."packed", ${packNow[kind]}), 'base64') AS "packed"
           FROM "RollupPack" p WHERE p."kind" = ${packKinds[kind]} AND ${where.text}`,
          where.values,
        ),
      )
      query.on("row", (row) => {
        if (row.packed) read(toWords(Buffer.from(row.packed, "base64")), row.day)
      })
      query.on("end", () => resolve())
      query.on("error", reject)
    })
    broken = false
  } finally {
    client.release(broken)
  }
}

/** Big-endian words as numbers of this machine: several times quicker than one by one. */
function toWords(bytes: Buffer): Uint32Array {
  if (littleEndian) bytes.swap32()
  const { buffer, byteOffset, length } =
    bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer)
  return new Uint32Array(buffer, byteOffset, length / 4)
}

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

export type FactSums = {
  readonly cells: Int32Array
  readonly tallies: readonly Tally[]
  readonly levels: readonly number[]
}

const TALLY = 9

/**
 * Comparisons out of packs, summed as the report wants them. `model` narrows them to those of one place, −1 = all.
 * `whole` given, the comparisons are taken away from it: a span of days that leaves little out is all but the rest.
 * Ten million comparisons meet a few hundred thousand kinds, so the sums are one table, and only where people times
 * pairs of models would make that too large a map.
 */
export async function sumFacts(
  where: Prisma.Sql,
  people: Places,
  models: Places,
  counts: { readonly people: number; readonly models: number; readonly model: number },
  whole: FactSums | null = null,
): Promise<FactSums> {
  const step = whole ? -1 : 1
  const sums = createSums(counts.people, counts.models)
  const tallies = new Float64Array(counts.people * TALLY)
  const levels = [0, 1, 2, 3].map((at) => whole?.levels[at] ?? 0)
  const add = (at: number) => {
    tallies[at] = (tallies[at] as number) + step
  }
  if (whole) {
    sums.start(whole.cells)
    for (const {
      person,
      answers,
      comparisons,
      ties,
      bad,
      pairs,
      left,
      right,
      unlike,
      longer,
    } of whole.tallies)
      tallies.set([answers, comparisons, ties, bad, pairs, left, right, unlike, longer], person * TALLY)
  }
  await eachPack("facts", where, (words) => {
    for (let at = 0; at + 3 <= words.length; at += 3) {
      const high = words[at + 1] as number
      const low = words[at + 2] as number
      const first = models((high >>> 5) & 0xffffff)
      const second = models(((high & 31) << 19) | (low >>> 13))
      if (counts.model >= 0 && first !== counts.model && second !== counts.model) continue
      const person = people(words[at] as number)
      const side = (low & 3) - 1
      const outcome = ((low >>> 2) & 3) - 1
      const level = (low >>> 5) & 7
      const length = ((low >>> 8) & 7) - 2
      sums.add(person, first, second, (side + 1) * 5 + length + 2, 1 - outcome, step)
      if (level > 0) levels[level - 1] = (levels[level - 1] ?? 0) + step
      if (((low >>> 12) & 1) === 0) continue
      const own = person * TALLY
      if ((low >>> 11) & 1) add(own)
      add(own + 1)
      if (outcome === 0) add(own + 2)
      if ((low >>> 4) & 1) add(own + 3)
      if (side === 0) continue
      add(own + 4)
      if (outcome === 0) continue
      add(own + (outcome === side ? 5 : 6))
      if (length === 0) continue
      add(own + 7)
      if (outcome === Math.sign(length)) add(own + 8)
    }
  })
  return {
    cells: sums.toCells(),
    tallies: Array.from({ length: counts.people }, (_, person): Tally => {
      const of = (k: number) => tallies[person * TALLY + k] as number
      return {
        person,
        answers: of(0),
        comparisons: of(1),
        ties: of(2),
        bad: of(3),
        pairs: of(4),
        left: of(5),
        right: of(6),
        unlike: of(7),
        longer: of(8),
      }
    }).filter((tally) => tally.comparisons > 0),
    levels,
  }
}

export type WorkSums = { readonly days: readonly DayCount[]; readonly work: readonly PersonWork[] }

export async function sumAnswers(where: Prisma.Sql, people: Places, count: number): Promise<WorkSums> {
  const days = new Map<string, { answers: number; seen: Uint8Array }>()
  const work = new Float64Array(count * 4)
  await eachPack("answers", where, (words, day) => {
    let own = days.get(day)
    if (!own) days.set(day, (own = { answers: 0, seen: new Uint8Array(count) }))
    for (let at = 0; at + 6 <= words.length; at += 6) {
      const person = people(words[at] as number)
      const answers = words[at + 1] as number
      own.answers += answers
      own.seen[person] = 1
      const to = person * 4
      work[to] = (work[to] as number) + answers
      work[to + 1] = (work[to + 1] as number) + (words[at + 2] as number)
      work[to + 2] = (work[to + 2] as number) + (words[at + 3] as number)
      work[to + 3] =
        (work[to + 3] as number) + (words[at + 4] as number) * 2 ** 32 + (words[at + 5] as number)
    }
  })
  return {
    days: [...days]
      .map(([day, { answers, seen }]) => ({ day, answers, people: seen.reduce((sum, one) => sum + one, 0) }))
      .toSorted((x, y) => (x.day < y.day ? -1 : 1)),
    work: Array.from({ length: count }, (_, person): PersonWork => {
      const of = (k: number) => work[person * 4 + k] as number
      return { person, answers: of(0), timed: of(1), flags: of(2), activeMs: of(3) }
    }).filter((one) => one.answers > 0),
  }
}

export async function sumPairs(where: Prisma.Sql, people: Places): Promise<Pairing[]> {
  const sums = new Map<number, { one: number; two: number; pairs: number; agreeing: number }>()
  await eachPack("pairs", where, (words) => {
    for (let at = 0; at + 4 <= words.length; at += 4) {
      const [one, two] = [people(words[at] as number), people(words[at + 1] as number)]
      const [pairs, agreeing] = [words[at + 2] as number, words[at + 3] as number]
      const key = one * 2 ** 24 + two
      const known = sums.get(key)
      if (known) {
        known.pairs += pairs
        known.agreeing += agreeing
      } else {
        sums.set(key, { one, two, pairs, agreeing })
      }
    }
  })
  return [...sums.values()]
}

/** Entries of the table: 128 MiB at most. */
const MOST = 2 ** 25
const KINDS = 15

/** Wins, ties and losses by person, pair of models (first ≤ second) and kind. */
function createSums(people: number, models: number) {
  const pairs = (models * (models + 1)) / 2
  const dense = people * pairs * KINDS * 3 <= MOST ? new Int32Array(people * pairs * KINDS * 3) : null
  const sparse = new Map<number, number>()
  /** Where the pairs of a first model begin, less that model itself. */
  const starts = Int32Array.from({ length: models }, (_, first) => first * models - (first * (first + 1)) / 2)
  const each = (read: (key: number, wins: number, ties: number, losses: number) => void): void => {
    const table =
      dense ?? [...new Set([...sparse.keys()].map((key) => Math.floor(key / 3)))].toSorted((x, y) => x - y)
    const size = dense ? dense.length / 3 : table.length
    for (let i = 0; i < size; i++) {
      const key = dense ? i : (table[i] as number)
      const at = key * 3
      // Written out: this runs for every possible kind, most of which never occurred.
      const wins = dense ? (dense[at] as number) : (sparse.get(at) ?? 0)
      const ties = dense ? (dense[at + 1] as number) : (sparse.get(at + 1) ?? 0)
      const losses = dense ? (dense[at + 2] as number) : (sparse.get(at + 2) ?? 0)
      if (wins + ties + losses > 0) read(key, wins, ties, losses)
    }
  }
  /** `place` 0 a win of the first, 1 a tie, 2 a loss. */
  const add = (
    person: number,
    first: number,
    second: number,
    kind: number,
    place: number,
    by: number,
  ): void => {
    const key = ((person * pairs + (starts[first] as number) + second) * KINDS + kind) * 3 + place
    if (dense) dense[key] = (dense[key] as number) + by
    else sparse.set(key, (sparse.get(key) ?? 0) + by)
  }
  return {
    add,
    /** Counts to begin with. */
    start(cells: Int32Array): void {
      for (let at = 0; at < cells.length; at += CELL_WIDTH) {
        const kind = ((cells[at + 3] as number) + 1) * 5 + (cells[at + 4] as number) + 2
        const [person, first, second] = [
          cells[at] as number,
          cells[at + 1] as number,
          cells[at + 2] as number,
        ]
        for (let place = 0; place < 3; place++)
          add(person, first, second, kind, place, cells[at + 5 + place] as number)
      }
    },
    toCells(): Int32Array {
      let size = 0
      each(() => {
        size += 1
      })
      const cells = new Int32Array(size * CELL_WIDTH)
      const firstOf = new Int32Array(pairs)
      starts.forEach((start, first) => firstOf.fill(first, start + first, start + models))
      let to = 0
      each((key, wins, ties, losses) => {
        const kind = key % KINDS
        const pair = Math.floor(key / KINDS) % pairs
        const first = firstOf[pair] as number
        cells[to] = Math.floor(key / KINDS / pairs)
        cells[to + 1] = first
        cells[to + 2] = pair - (starts[first] as number)
        cells[to + 3] = Math.floor(kind / 5) - 1
        cells[to + 4] = (kind % 5) - 2
        cells[to + 5] = wins
        cells[to + 6] = ties
        cells[to + 7] = losses
        to += CELL_WIDTH
      })
      return cells
    },
  }
}
