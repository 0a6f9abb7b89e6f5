import { at } from "@/stats/check"

/** Sets that grow together: union by size with path halving (Tarjan 1975). */
export class UnionFind {
  readonly #parent: Int32Array
  readonly #size: Int32Array

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, index) => index)
    this.#size = new Int32Array(count).fill(1)
  }

  /** What stands for the set of `index`. */
  find(index: number): number {
    let here = index
    for (;;) {
      const parent = at(this.#parent, here)
      if (parent === here) return here
      const above = at(this.#parent, parent)
      this.#parent[here] = above
      here = above
    }
  }

  /** Joins the sets of two; returns what stands for both. */
  union(one: number, other: number): number {
    const [a, b] = [this.find(one), this.find(other)]
    if (a === b) return a
    const [large, small] = at(this.#size, a) >= at(this.#size, b) ? [a, b] : [b, a]
    this.#parent[small] = large
    this.#size[large] = at(this.#size, large) + at(this.#size, small)
    return large
  }
}
