import { finished } from "node:stream/promises"
import type pg from "pg"
import { from as copyFrom } from "pg-copy-streams"

export type CopyValue = string | number | boolean | null

const usualChars = 1024 * 1024

/** Rows per table that a load brought. */
export type Loaded = ReadonlyMap<string, number>

/**
 * Rows for several tables through COPY, the fastest way into PostgreSQL, one load after another: the rows
 * collected so far go into their tables, then `afterLoad` works on what is there. While a load is under
 * way the caller goes on making rows of the next one; `await ready()` now and then waits where the
 * database is behind, so memory stays at two loads.
 */
export class CopyWriter {
  private tables = new Map<string, string[]>()
  private size = 0
  private underWay: Promise<void> = Promise.resolve()
  private failure: Error | undefined

  /** `columns`: of each table, as they stand in COPY; constants of this program, never input. */
  constructor(
    private readonly client: pg.ClientBase,
    private readonly columns: Readonly<Record<string, string>>,
    private readonly options: {
      /** Characters that make a load. */
      readonly loadChars?: number
      readonly afterLoad?: (rows: Loaded) => Promise<void>
    } = {},
  ) {}

  add(table: string, values: readonly CopyValue[]): void {
    const line = `${values.map(toCopyText).join("\t")}\n`
    const lines = this.tables.get(table)
    if (lines) lines.push(line)
    else this.tables.set(table, [line])
    this.size += line.length
  }

  /** Begins a load if there is enough for one; waits for the one before. */
  async ready(): Promise<void> {
    if (this.size >= (this.options.loadChars ?? usualChars)) await this.begin()
  }

  /** Loads what is left, and waits until everything is done. */
  async flush(): Promise<void> {
    if (this.size > 0) await this.begin()
    await this.settle()
  }

  private async begin(): Promise<void> {
    await this.settle()
    const tables = this.tables
    this.tables = new Map()
    this.size = 0
    this.underWay = this.load(tables).catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error))
    })
  }

  private async load(tables: Map<string, string[]>): Promise<void> {
    const rows = new Map<string, number>()
    for (const [table, lines] of tables) {
      rows.set(table, lines.length)
      const stream = this.client.query(copyFrom(`COPY ${table} (${this.columns[table]}) FROM STDIN`))
      stream.end(Buffer.from(lines.join("")))
      tables.delete(table)
      await finished(stream)
    }
    await this.options.afterLoad?.(rows)
  }

  private async settle(): Promise<void> {
    await this.underWay
    if (this.failure) throw this.failure
  }
}

const special = /[\\\n\r\t]/
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }

/** A value in COPY's text format: `\N` is NULL, backslash and line ends are escaped. */
export function toCopyText(value: CopyValue): string {
  if (value === null) return "\\N"
  if (typeof value !== "string") return String(value)
  return special.test(value) ? value.replaceAll(/[\\\n\r\t]/g, (found) => escapes[found] ?? found) : value
}

/** An array literal of texts, `{"a","b"}`. */
export function toArrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, (found) => `\\${found}`)}"`).join(",")}}`
}
