import type pg from "pg"
import { CopyRow } from "@/server/data/export/copy-rows"

/** Bytes of rows that wait here at most; then the connection is not read until they are taken. */
const MOST_WAITING = 32 * 1024

type Connection = pg.Connection & { query: (text: string) => void }

/**
 * The rows of a select, read in binary as they come and taken in their order. Who takes them slowly
 * slows the database down; memory stays at a few hundred kilobytes.
 */
export class CopyStream<T> implements pg.Submittable {
  readonly #row = new CopyRow()
  #connection: Connection | undefined
  #waiting: T[] = []
  #next = 0
  #bytes = 0
  #paused = false
  #ended = false
  #failure: Error | undefined
  #wake: (() => void) | undefined

  constructor(
    readonly select: string,
    readonly read: (row: CopyRow) => T,
  ) {}

  /** Takes rows while they pass; the first that does not is still there for the next call. */
  async takeWhile(passes: (row: T) => boolean, use: (row: T) => void): Promise<void> {
    for (;;) {
      while (this.#next < this.#waiting.length) {
        const row = this.#waiting[this.#next]
        if (row === undefined || !passes(row)) return
        this.#next++
        use(row)
      }
      if (this.#failure !== undefined) throw this.#failure
      if (this.#ended) return
      await this.#more()
    }
  }

  /** The next rows, at most `count`; none = the end. */
  async take(count: number): Promise<T[]> {
    const rows: T[] = []
    await this.takeWhile(
      () => rows.length < count,
      (row) => rows.push(row),
    )
    return rows
  }

  #more(): Promise<void> {
    this.#waiting = []
    this.#next = 0
    this.#bytes = 0
    return new Promise((resolve) => {
      this.#wake = resolve
      this.#resume()
    })
  }

  #resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#connection?.stream.resume()
  }

  #rouse(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  // What the driver calls.

  submit(connection: pg.Connection): void {
    this.#connection = connection
    this.#connection.query(`COPY (${this.select}) TO STDOUT (FORMAT binary)`)
  }
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // After a fault the rest of the rows still has to come off the connection.
    if (this.#failure !== undefined) return
    try {
      if (this.#row.start(chunk)) this.#waiting.push(this.read(this.#row))
    } catch (error) {
      this.#failure = toError(error)
    }
    this.#bytes += chunk.length
    if (this.#bytes >= MOST_WAITING && !this.#paused && this.#failure === undefined) {
      this.#paused = true
      this.#connection?.stream.pause()
    }
    this.#rouse()
  }
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.#ended = true
    // The connection goes on to the next statement, whether or not these rows were taken yet.
    this.#resume()
    this.#rouse()
  }
  handleError(error: unknown): void {
    this.#failure ??= toError(error)
    this.#ended = true
    this.#rouse()
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** All rows of a select, one after another. */
export async function copyRows(
  client: pg.Client,
  select: string,
  take: (row: CopyRow) => void,
): Promise<void> {
  const stream = client.query(
    new CopyStream(select, (row) => {
      take(row)
      return true
    }),
  )
  await stream.takeWhile(
    () => true,
    () => {},
  )
}
