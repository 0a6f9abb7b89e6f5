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
  read: (bytes: Buffer, day: string) => void,
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
        if (row.packed) read(Buffer.from(row.packed, "base64"), row.day)
      })
      query.on("end", () => resolve())
      query.on("error", reject)
    })
    broken = false
  } finally {
    client.release(broken)
  }
}

export type FactSums = {
  readonly cells: Int32Array
  readonly tallies: readonly Tally[]
  readonly levels: readonly number[]
}

const TALLY = 9

/**
 * Comparisons out of packs, summed as the report wants them. `model` narrows them to those of one place, −1 = all.
 * Sums are kept in a table with open addressing: ten million comparisons meet a few hundred thousand kinds.
 */
export async function sumFacts(
  where: Prisma.Sql,
  people: Places,
  models: Places,
  counts: { readonly people: number; readonly models: number; readonly model: number },
): Promise<FactSums> {
  const sums = createSums()
  const tallies = new Float64Array(counts.people * TALLY)
  const levels = [0, 0, 0, 0]
  const add = (at: number) => {
    tallies[at] = (tallies[at] as number) + 1
  }
  await eachPack("facts", where, (bytes) => {
    for (let at = 0; at + 12 <= bytes.length; at += 12) {
      const high = bytes.readUInt32BE(at + 4)
      const low = bytes.readUInt32BE(at + 8)
      const first = models((high >>> 5) & 0xffffff)
      const second = models(((high & 31) << 19) | (low >>> 13))
      if (counts.model >= 0 && first !== counts.model && second !== counts.model) continue
      const person = people(bytes.readUInt32BE(at))
      const side = (low & 3) - 1
      const outcome = ((low >>> 2) & 3) - 1
      const level = (low >>> 5) & 7
      const length = ((low >>> 8) & 7) - 2
      sums.add(
        ((person * counts.models + first) * counts.models + second) * 16 + (side + 1) * 5 + length + 2,
        outcome,
      )
      if (level > 0) levels[level - 1] = (levels[level - 1] ?? 0) + 1
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
    cells: sums.toCells(counts.models),
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
  await eachPack("answers", where, (bytes, day) => {
    let own = days.get(day)
    if (!own) days.set(day, (own = { answers: 0, seen: new Uint8Array(count) }))
    for (let at = 0; at + 24 <= bytes.length; at += 24) {
      const person = people(bytes.readUInt32BE(at))
      const answers = bytes.readUInt32BE(at + 4)
      own.answers += answers
      own.seen[person] = 1
      const to = person * 4
      work[to] = (work[to] as number) + answers
      work[to + 1] = (work[to + 1] as number) + bytes.readUInt32BE(at + 8)
      work[to + 2] = (work[to + 2] as number) + bytes.readUInt32BE(at + 12)
      work[to + 3] =
        (work[to + 3] as number) + bytes.readUInt32BE(at + 16) * 2 ** 32 + bytes.readUInt32BE(at + 20)
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
  await eachPack("pairs", where, (bytes) => {
    for (let at = 0; at + 16 <= bytes.length; at += 16) {
      const [one, two] = [people(bytes.readUInt32BE(at)), people(bytes.readUInt32BE(at + 4))]
      const key = one * 2 ** 24 + two
      const known = sums.get(key)
      if (known) {
        known.pairs += bytes.readUInt32BE(at + 8)
        known.agreeing += bytes.readUInt32BE(at + 12)
      } else {
        sums.set(key, {
          one,
          two,
          pairs: bytes.readUInt32BE(at + 8),
          agreeing: bytes.readUInt32BE(at + 12),
        })
      }
    }
  })
  return [...sums.values()]
}

/** Wins, ties and losses by a whole number; grows as it must. */
function createSums() {
  let capacity = 1 << 16
  let keys = new Float64Array(capacity).fill(-1)
  let counts = new Int32Array(capacity * 3)
  let size = 0
  const placeOf = (table: Float64Array, key: number): number => {
    const mask = table.length - 1
    let at = (Math.imul((key ^ (key / 2 ** 32)) | 0, 0x9e3779b1) >>> 7) & mask
    while (table[at] !== key && table[at] !== -1) at = (at + 1) & mask
    return at
  }
  const grow = (): void => {
    const [oldKeys, oldCounts] = [keys, counts]
    capacity *= 2
    keys = new Float64Array(capacity).fill(-1)
    counts = new Int32Array(capacity * 3)
    oldKeys.forEach((key, from) => {
      if (key === -1) return
      const to = placeOf(keys, key)
      keys[to] = key
      counts.set(oldCounts.subarray(from * 3, from * 3 + 3), to * 3)
    })
  }
  return {
    add(key: number, outcome: number): void {
      const at = placeOf(keys, key)
      if (keys[at] === -1) {
        keys[at] = key
        size += 1
      }
      const to = at * 3 + 1 - outcome
      counts[to] = (counts[to] as number) + 1
      if (size * 2 > capacity) grow()
    },
    toCells(models: number): Int32Array {
      const cells = new Int32Array(size * CELL_WIDTH)
      let to = 0
      for (let at = 0; at < capacity; at++) {
        const key = keys[at] as number
        if (key === -1) continue
        const kind = key % 16
        const pair = Math.floor(key / 16)
        const second = pair % models
        const rest = Math.floor(pair / models)
        cells[to] = Math.floor(rest / models)
        cells[to + 1] = rest % models
        cells[to + 2] = second
        cells[to + 3] = Math.floor(kind / 5) - 1
        cells[to + 4] = (kind % 5) - 2
        cells.set(counts.subarray(at * 3, at * 3 + 3), to + 5)
        to += CELL_WIDTH
      }
      return cells
    },
  }
}
