/** Bytes that are written at once; each write asks another thread, which costs as much as some hundred kilobytes. */
const CHUNK = 512 * 1024

/** Large buffers that wait to be written, and those that were and can be filled again. */
export class ChunkPool {
  readonly #free: Buffer[] = []

  take(least: number): Buffer {
    return least > CHUNK ? Buffer.allocUnsafe(least) : (this.#free.pop() ?? Buffer.allocUnsafeSlow(CHUNK))
  }

  give(chunk: Buffer): void {
    if (chunk.length === CHUNK && this.#free.length < 4) this.#free.push(chunk)
  }
}

/** Texts one after another in large chunks of UTF-8, without a buffer for each. */
export class ChunkWriter {
  #chunk: Buffer | undefined
  /** The byte before the first is spare, see `lastPrefixed`. */
  #end = 1
  #full: { readonly chunk: Buffer; readonly end: number }[] = []

  constructor(
    readonly pool: ChunkPool,
    readonly onFull: (bytes: Buffer) => void,
  ) {}

  get hasFull(): boolean {
    return this.#full.length > 0
  }

  /**
   * Appends a line in pieces and a line feed, and returns how many bytes these are. `use` gets the line's bytes
   * behind a byte of zero (what a Merkle leaf hashes), valid only within it.
   */
  addLine(pieces: readonly string[], use: (prefixed: Buffer) => void): number {
    const most = mostBytesOf(pieces) + 2
    if (this.#chunk && this.#end + most > this.#chunk.length) this.#fill()
    this.#chunk ??= this.pool.take(most)
    const chunk = this.#chunk
    const start = this.#end
    let end = start
    for (const piece of pieces) end += chunk.write(piece, end, "utf8")
    const before = chunk[start - 1] ?? 0
    chunk[start - 1] = 0
    use(chunk.subarray(start - 1, end))
    chunk[start - 1] = before
    chunk[end] = 10
    this.#end = end + 1
    return this.#end - start
  }

  /** Writes what is full; with `all` also the rest. */
  async drain(write: (bytes: Buffer) => Promise<void>, all: boolean): Promise<void> {
    if (all) this.#fill()
    const full = this.#full
    this.#full = []
    for (const { chunk, end } of full) {
      await write(chunk.subarray(1, end))
      this.pool.give(chunk)
    }
  }

  #fill(): void {
    if (!this.#chunk || this.#end === 1) return
    this.onFull(this.#chunk.subarray(1, this.#end))
    this.#full.push({ chunk: this.#chunk, end: this.#end })
    this.#chunk = undefined
    this.#end = 1
  }
}

/** At most, in UTF-8: no UTF-16 unit needs more than three bytes. */
export function mostBytesOf(pieces: readonly string[]): number {
  let units = 0
  for (const piece of pieces) units += piece.length
  return units * 3
}
