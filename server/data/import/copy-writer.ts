import { finished } from "node:stream/promises"
import type pg from "pg"
import { from as copyFrom } from "pg-copy-streams"

export type CopyValue = string | number | boolean | null

/** Text of one COPY at most; several tables take turns on one connection. */
const batchChars = 1024 * 1024

/**
 * Rows for several tables through COPY, the fastest way into PostgreSQL. Rows are collected per
 * table and sent in pieces, one COPY at a time; while one is under way the caller goes on parsing.
 * `add` tells whether it is time to wait (`await ready()`), so memory stays at a few pieces.
 */
export class CopyWriter {
  private readonly parts = new Map<string, string[]>()
  private readonly sizes = new Map<string, number>()
  private underWay: Promise<void> = Promise.resolve()
  private failure: Error | undefined

  /** `tables`: name and columns as they stand in COPY; constants of this program, never input. */
  constructor(
    private readonly client: pg.ClientBase,
    private readonly tables: Readonly<Record<string, string>>,
  ) {}

  add(table: string, values: readonly CopyValue[]): void {
    const line = `${values.map(toCopyText).join("\t")}\n`
    const parts = this.parts.get(table) ?? []
    parts.push(line)
    this.parts.set(table, parts)
    this.sizes.set(table, (this.sizes.get(table) ?? 0) + line.length)
  }

  /** Sends every table whose rows make a piece; waits for the piece before. */
  async ready(): Promise<void> {
    for (const [table, size] of this.sizes) if (size >= batchChars) await this.send(table)
  }

  async flush(): Promise<void> {
    for (const table of this.parts.keys()) await this.send(table)
    await this.settle()
  }

  private async send(table: string): Promise<void> {
    const parts = this.parts.get(table)
    if (!parts || parts.length === 0) return
    await this.settle()
    this.parts.set(table, [])
    this.sizes.set(table, 0)
    const stream = this.client.query(copyFrom(`COPY ${table} (${this.tables[table]}) FROM STDIN`))
    stream.end(Buffer.from(parts.join("")))
    this.underWay = finished(stream).catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error))
    })
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
