/**
 * Collects the bytes of one record that may run over many chunks. Past its limit it keeps counting
 * but holds no more, so that a line of a gigabyte costs no memory.
 */
export class RecordBuffer {
  private parts: Buffer[] = []
  length = 0

  constructor(private readonly limit: number) {}

  add(part: Buffer): void {
    if (part.length === 0) return
    this.length += part.length
    if (this.length <= this.limit) this.parts.push(part)
    else this.parts = []
  }

  get tooLong(): boolean {
    return this.length > this.limit
  }

  /** The record; empties the buffer. */
  take(): Buffer {
    const [only] = this.parts
    const bytes = this.parts.length === 1 && only ? only : Buffer.concat(this.parts)
    this.parts = []
    this.length = 0
    return bytes
  }
}
