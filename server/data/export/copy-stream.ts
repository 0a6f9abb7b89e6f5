import type pg from "pg"
import { CopyRow } from "@/server/data/export/copy-rows"
import { RowQueue } from "@/server/data/export/row-queue"

/**
 * Bytes of rows that wait here at most (one read of the connection more); then it is not read until they are
 * taken. Less, and who takes them waits for the next more often than the database does.
 */
const MOST_WAITING = 192 * 1024

type Connection = pg.Connection & { query: (text: string) => void }

/**
 * The rows of a select, in binary as they come, each read when it is taken, in their order. Who takes them
 * slowly slows the database down; memory stays below half a megabyte.
 */
export class CopyStream<T> implements pg.Submittable {
  readonly #row = new CopyRow()
  readonly #waiting = new RowQueue()
  #connection: Connection | undefined
  /** Read already and not taken yet. */
  #next: { readonly row: T } | undefined
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
      for (let next = this.#peek(); next; next = this.#peek()) {
        if (!passes(next.row)) return
        this.#next = undefined
        use(next.row)
      }
      if (this.#failure !== undefined) throw this.#failure
      if (this.#ended) return
      await this.#more()
    }
  }

  /** Takes the next rows, at most `count`, and says how many; none = the end. No row is read before it is taken. */
  async take(count: number, use: (row: T) => void): Promise<number> {
    let taken = 0
    while (taken < count) {
      const next = this.#peek()
      if (next) {
        this.#next = undefined
        use(next.row)
        taken++
      } else if (this.#failure !== undefined) throw this.#failure
      else if (this.#ended) break
      else await this.#more()
    }
    return taken
  }

  #peek(): { readonly row: T } | undefined {
    while (this.#next === undefined) {
      const bytes = this.#waiting.shift()
      if (bytes === undefined) return undefined
      // The last bytes say that there is no more.
      if (this.#row.start(bytes)) this.#next = { row: this.read(this.#row) }
    }
    return this.#next
  }

  #more(): Promise<void> {
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
    this.#waiting.push(chunk)
    if (this.#waiting.size >= MOST_WAITING && !this.#paused) {
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
