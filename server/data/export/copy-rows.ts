import type pg from "pg"

// COPY (select) TO STDOUT in binary: rows are read where their bytes lie, and no object is made per field,
// which is where a driver spends most of its time. COPY takes no parameters; what a statement asks for goes
// through settings of the transaction, which are bound.

/** Sets what statements read with `asked`, until the transaction ends. */
export async function ask(client: pg.Client, values: Readonly<Record<string, string>>): Promise<void> {
  const entries = Object.entries(values)
  const calls = entries.map(
    (_, index) => `set_config('diptych.' || $${index * 2 + 1}, $${index * 2 + 2}, true)`,
  )
  // Its answer repeats the values, which nobody needs.
  await client.query(`SELECT length(concat(${calls.join(", ")}))`, entries.flat())
}

/** SQL: a value set by `ask`; as a subquery it is looked up once and not with each row. */
export function asked(name: string, type: string): string {
  return `(SELECT current_setting('diptych.${name}')::${type})`
}

/** The fields of one row, read in their order. Valid only until the next row comes. */
export class CopyRow {
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0

  /** False at the end of the data. */
  start(bytes: Buffer): boolean {
    this.#bytes = bytes
    this.#at = 0
    // The first row stands behind the header: signature, flags and the length of an extension.
    if (bytes.length >= 19 && bytes[0] === 0x50 && bytes.toString("latin1", 0, 6) === "PGCOPY") {
      this.#at = 19 + bytes.readInt32BE(15)
    }
    if (this.#at >= bytes.length || bytes.readInt16BE(this.#at) < 0) return false
    this.#at += 2
    return true
  }

  /** The whole row, for `start` of another; valid as long as this one is. */
  get bytes(): Buffer {
    return this.#bytes
  }

  /** A uuid as its 16 bytes, one character each: the cheapest key there is. See `toUuid`. */
  id(): string {
    return this.maybeId() ?? fail("a uuid")
  }
  maybeId(): string | null {
    const end = this.#field()
    return end < 0 ? null : this.#bytes.toString("latin1", this.#move(end), end)
  }
  text(): string {
    return this.maybeText() ?? fail("a text")
  }
  maybeText(): string | null {
    const end = this.#field()
    return end < 0 ? null : this.#bytes.toString("utf8", this.#move(end), end)
  }
  /** One of some words that differ in their first letter; no text is made of it. */
  word<W extends string>(words: Readonly<Record<number, W>>): W {
    return this.maybeWord(words) ?? fail("a word")
  }
  maybeWord<W extends string>(words: Readonly<Record<number, W>>): W | null {
    const end = this.#field()
    if (end < 0) return null
    const start = this.#move(end)
    const word = words[this.#bytes[start] ?? 0]
    return word?.length === end - start ? word : fail(`one of ${Object.values(words).join(", ")}`)
  }
  bool(): boolean {
    const end = this.#field()
    return end >= 0 && this.#bytes[this.#move(end)] === 1
  }
  /** int4. */
  int(): number {
    return this.maybeInt() ?? fail("an integer")
  }
  maybeInt(): number | null {
    const end = this.#field()
    return end < 0 ? null : this.#bytes.readInt32BE(this.#move(end))
  }
  /** float8. */
  maybeFloat(): number | null {
    const end = this.#field()
    return end < 0 ? null : this.#bytes.readDoubleBE(this.#move(end))
  }
  /** timestamptz of milliseconds; PostgreSQL counts microseconds from the year 2000. */
  time(): Date {
    const end = this.#field()
    if (end < 0) fail("a time")
    const start = this.#move(end)
    const micros = this.#bytes.readInt32BE(start) * 2 ** 32 + this.#bytes.readUInt32BE(start + 4)
    return new Date(Math.floor(micros / 1000) + 946_684_800_000)
  }
  /** uuid[] without nulls: dimensions, flags, type, length, lower bound, then each with its length. */
  ids(): string[] {
    const end = this.#field()
    if (end < 0) return []
    const start = this.#move(end)
    const ids: string[] = []
    for (let at = start + 20; at < end; at += 20) ids.push(this.#bytes.toString("latin1", at + 4, at + 20))
    return ids
  }

  /** End of the next field, -1 = null; `#at` is its start. */
  #field(): number {
    const length = this.#bytes.readInt32BE(this.#at)
    this.#at += 4
    return length < 0 ? -1 : this.#at + length
  }
  #move(end: number): number {
    const start = this.#at
    this.#at = end
    return start
  }
}

/** Words for `CopyRow.word`, by the code of their first letter. */
export function wordsByLetter<W extends string>(words: readonly W[]): Readonly<Record<number, W>> {
  return Object.fromEntries(words.map((word) => [word.charCodeAt(0), word]))
}

function fail(expected: string): never {
  throw new RangeError(`Expected ${expected} in a row of the database, found something else or nothing.`)
}

/** The usual spelling of an id of `CopyRow`. */
export function toUuid(id: string): string {
  const hex = Buffer.from(id, "latin1").toString("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
