/**
 * Rows that wait, as the bytes they came in, one behind another in one buffer: each with its length before
 * it. An object per row would outlive its youth while it waits, and moving those is what costs a collector
 * of garbage its time.
 */
export class RowQueue {
  #bytes: Buffer = Buffer.allocUnsafeSlow(256 * 1024)
  #start = 0
  #end = 0

  /** Bytes that wait, lengths included. */
  get size(): number {
    return this.#end - this.#start
  }

  push(row: Buffer): void {
    this.#makeRoom(row.length + 4)
    this.#bytes.writeUInt32LE(row.length, this.#end)
    row.copy(this.#bytes, this.#end + 4)
    this.#end += row.length + 4
  }

  /** The oldest row; valid until the next `push`. Undefined = none waits. */
  shift(): Buffer | undefined {
    if (this.#start === this.#end) return undefined
    const from = this.#start + 4
    const to = from + this.#bytes.readUInt32LE(this.#start)
    this.#start = to
    return this.#bytes.subarray(from, to)
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return
    const needed = this.size + bytes
    const to = needed <= this.#bytes.length ? this.#bytes : Buffer.allocUnsafeSlow(needed * 2)
    this.#bytes.copy(to, 0, this.#start, this.#end)
    this.#bytes = to
    this.#end -= this.#start
    this.#start = 0
  }
}
