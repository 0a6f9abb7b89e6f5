import type { PairingText } from "@/core/pairing/prompt-texts"

/** How often each pair of models meets in the project's tasks: what `balanced` evens out. */
export class ModelPairCounts {
  private readonly counts = new Map<string, number>()

  get(x: string, y: string): number {
    return this.counts.get(key(x, y)) ?? 0
  }

  add(x: string, y: string, times = 1): void {
    this.counts.set(key(x, y), this.get(x, y) + times)
  }

  /** A task over two texts is credited to every model of either. */
  addTexts(x: PairingText, y: PairingText): void {
    for (const [a, b] of modelPairs(x, y)) this.add(a, b)
  }

  /** Mean count over the model pairs that a task over the two texts would serve. */
  meanOf(x: PairingText, y: PairingText): number {
    const pairs = modelPairs(x, y)
    const sum = pairs.reduce((total, [a, b]) => total + this.get(a, b), 0)
    return pairs.length === 0 ? 0 : sum / pairs.length
  }

  /** For reports and tests. */
  values(): number[] {
    return [...this.counts.values()]
  }
}

function modelPairs(x: PairingText, y: PairingText): [string, string][] {
  return x.models.flatMap((a) => y.models.map((b): [string, string] => [a, b]))
}

function key(x: string, y: string): string {
  return x < y ? `${x}\u0000${y}` : `${y}\u0000${x}`
}
