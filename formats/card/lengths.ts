/** How long the rows are: characters of prompt and longer answer, half, nine tenths, 99 in 100 and all up to. */
export type Lengths = {
  readonly median: number
  readonly p90: number
  readonly p99: number
  readonly longest: number
}

/**
 * Counts lengths in little memory: each is rounded up to two digits (1,234 counts as 1,300), so every figure
 * is at most a tenth too high and never too low. The longest is exact.
 */
export class LengthCount {
  readonly #counts = new Map<number, number>()
  #n = 0
  #longest = 0

  add(length: number): void {
    const rounded = roundUp(length)
    this.#counts.set(rounded, (this.#counts.get(rounded) ?? 0) + 1)
    this.#n++
    if (length > this.#longest) this.#longest = length
  }

  /** Undefined = nothing was counted. */
  lengths(): Lengths | undefined {
    if (this.#n === 0) return undefined
    const sorted = [...this.#counts].sort(([a], [b]) => a - b)
    const at = (share: number) => {
      let left = Math.ceil(share * this.#n)
      for (const [length, n] of sorted) {
        left -= n
        if (left <= 0) return Math.min(length, this.#longest)
      }
      return this.#longest
    }
    return { median: at(0.5), p90: at(0.9), p99: at(0.99), longest: this.#longest }
  }
}

/** Examples: 7 is 7, 99 is 99, 101 is 110, 1234 is 1300. */
function roundUp(length: number): number {
  let step = 1
  while (length > 100 * step) step *= 10
  return Math.ceil(length / step) * step
}
