import { at, requireCount, requireOpenUnit } from "@/stats/check"
import { bandRows, signatureLength, writeSignature } from "@/stats/duplicates/min-hash"
import {
  commonPrefixLength,
  hashText,
  jaccardIndex,
  mix,
  normaliseForDuplicates,
  signatureLikeness,
  toShingles,
} from "@/stats/duplicates/shingles"
import { UnionFind } from "@/stats/duplicates/union-find"

/**
 * Groups of near duplicates among many texts.
 *
 * Rule: two texts are alike where, normalised, they begin with the same `prefix` characters (what the prompts of
 * InstructGPT were deduplicated by), or where Jaccard's index of their shingles of five characters is at least
 * `threshold`. A group is all that hangs together by such pairs.
 * Method: equal beginnings by their hash. Pairs for Jaccard's index by MinHash signatures in bands (min-hash.ts), then
 * the estimate of the signatures, then exactly; only exact ones are taken, so nothing reported is false. A pair at the
 * threshold is missed with a probability below 0.001 by the bands and 0.0001 by the estimate. Within a band a text is
 * compared with at most 300 others that turn out unlike it.
 * Groups depend on the texts alone, not on their order: texts are walked in order of their hashes.
 * Memory: 528 bytes a text. Time: shingles times 128, and one exact comparison for each pair that joins two groups.
 * Reference: Ouyang et al. 2022 (InstructGPT), section 3.2; Leskovec, Rajaraman, Ullman, chapter 3.
 * Worked example: of "write a poem about my cat", "Write a poem  about my cat!" and "what is a verb" the first two are
 * one group at 0.8: 21 and 22 shingles, 21 in common.
 */
export type DuplicateSettings = {
  /** Least Jaccard's index, above 0 and below 1. */
  readonly threshold: number
  /** Length of the common beginning, in characters of the normalised text; 0 = beginnings are not looked at. */
  readonly prefix: number
}

export type DuplicateMember = {
  /** Place of the text in the order of adding. */
  readonly index: number
  /** The text it is like: the group's first, or another where it is like the first through others only. Null for the first. */
  readonly like: number | null
  /** Of it and that one: characters both begin with, Jaccard's index as estimated and exactly. */
  readonly prefix: number
  readonly estimate: number
  readonly jaccard: number
}

/** A normalised text that was added; may have to be fetched. */
export type ReadText = (index: number) => string | Promise<string>

/** Called now and then with the share that is done, in [0, 1]; may throw to end the search. */
export type Pause = (done: number) => Promise<void>

const mostUnlike = 300
/** Standard deviations that an estimate may lie below the threshold. */
const slack = 4

export class NearDuplicates {
  readonly #settings: DuplicateSettings
  #signatures = new Uint32Array(signatureLength * 1024)
  readonly #hashes: number[] = []
  readonly #prefixes: (number | null)[] = []
  readonly #edges: [number, number][] = []
  #sets = new UnionFind(0)
  #shingles = new Map<number, Set<string>>()

  constructor(settings: DuplicateSettings) {
    requireOpenUnit(settings.threshold, "The threshold")
    requireCount(settings.prefix, "The length of the common beginning")
    this.#settings = settings
  }

  /** A text as `ReadText` must give it. */
  normalise(text: string): string {
    return normaliseForDuplicates(text)
  }

  /** Takes a text in; returns it normalised. */
  add(text: string): string {
    const normal = this.normalise(text)
    const index = this.#hashes.length
    if (this.#signatures.length < (index + 1) * signatureLength) {
      const larger = new Uint32Array(this.#signatures.length * 2)
      larger.set(this.#signatures)
      this.#signatures = larger
    }
    writeSignature(normal, this.#signatures, index * signatureLength)
    this.#hashes.push(hashText(normal))
    const { prefix } = this.#settings
    this.#prefixes.push(prefix > 0 && normal.length >= prefix ? hashText(normal.slice(0, prefix)) : null)
    return normal
  }

  /** All groups of two and more, each and its members in the order of adding. */
  async findGroups(read: ReadText, pause: Pause = async () => {}): Promise<DuplicateMember[][]> {
    const count = this.#hashes.length
    this.#sets = new UnionFind(count)
    this.#edges.length = 0
    // Empty texts say nothing that could be alike.
    const empty = hashText("")
    const order = Array.from({ length: count }, (_, index) => index)
      .filter((index) => this.#hashes[index] !== empty)
      .sort((a, b) => (this.#hashes[a] ?? 0) - (this.#hashes[b] ?? 0) || a - b)
    await this.#joinBeginnings(order, read)
    const rows = bandRows(this.#settings.threshold)
    const bands = signatureLength / rows
    for (let band = 0; band < bands; band++) {
      const done = (share: number) => pause((0.8 * (band + share)) / bands)
      await this.#joinBand(order, band * rows, rows, read, done)
      await done(1)
    }
    return this.#toGroups(order, read, pause)
  }

  async #joinBeginnings(order: readonly number[], read: ReadText): Promise<void> {
    const firsts = new Map<number, number>()
    const { prefix } = this.#settings
    for (const index of order) {
      const key = this.#prefixes[index]
      if (key === null || key === undefined) continue
      const first = firsts.get(key)
      if (first === undefined) firsts.set(key, index)
      // A hash is no proof.
      else if (commonPrefixLength(await read(first), await read(index)) >= prefix) this.#join(first, index)
    }
  }

  async #joinBand(
    order: readonly number[],
    start: number,
    rows: number,
    read: ReadText,
    pause: Pause,
  ): Promise<void> {
    // Of each bucket the lists of texts in it that hang together. Most buckets stay with one text.
    const buckets = new Map<number, number | number[][]>()
    for (const [walked, index] of order.entries()) {
      if (walked % 500 === 499) await pause(walked / order.length)
      const key = this.#bandKey(index, start, rows)
      const there = buckets.get(key)
      if (there === undefined) buckets.set(key, index)
      else {
        const lists = typeof there === "number" ? [[there]] : there
        if (lists !== there) buckets.set(key, lists)
        await this.#joinBucket(lists, index, read, () => pause(walked / order.length))
      }
    }
  }

  async #joinBucket(
    lists: number[][],
    index: number,
    read: ReadText,
    pause: () => Promise<void>,
  ): Promise<void> {
    let unlike = 0
    // The list it belongs to; others that turn out to hang together with it are emptied into that one.
    let own: number[] | undefined
    for (const list of lists) {
      const [first] = list
      if (first === undefined) continue
      for (const other of this.#sets.find(first) === this.#sets.find(index) ? [] : list) {
        if (await this.#areAlike(other, index, read)) {
          this.#join(other, index)
          break
        }
        unlike += 1
        if (unlike % 100 === 0) await pause()
        if (unlike >= mostUnlike) break
      }
      if (this.#sets.find(first) === this.#sets.find(index)) {
        if (own) for (const other of list.splice(0)) own.push(other)
        else own = list
      }
      if (unlike >= mostUnlike) break
    }
    if (own) own.push(index)
    else lists.push([index])
  }

  /** Whether Jaccard's index of two texts reaches the threshold; looks at the texts only where it may. */
  async #areAlike(one: number, other: number, read: ReadText): Promise<boolean> {
    const { threshold } = this.#settings
    const least = threshold - slack * Math.sqrt((threshold * (1 - threshold)) / signatureLength)
    if (signatureLikeness(this.#signatures, signatureLength, one, other) < least) return false
    return (await this.#jaccard(one, other, read)) >= threshold
  }

  async #jaccard(one: number, other: number, read: ReadText): Promise<number> {
    return jaccardIndex(await this.#shinglesOf(one, read), await this.#shinglesOf(other, read))
  }

  async #shinglesOf(index: number, read: ReadText): Promise<Set<string>> {
    const kept = this.#shingles.get(index)
    if (kept) return kept
    const made = toShingles(await read(index))
    // The first of a group is compared with each of its members.
    if (this.#shingles.size >= 64) this.#shingles.clear()
    this.#shingles.set(index, made)
    return made
  }

  #bandKey(index: number, start: number, rows: number): number {
    let key = start
    for (let row = 0; row < rows; row++) {
      key = mix(Math.imul(key, 31) ^ at(this.#signatures, index * signatureLength + start + row))
    }
    return key
  }

  #join(one: number, other: number): void {
    if (this.#sets.find(one) === this.#sets.find(other)) return
    this.#sets.union(one, other)
    this.#edges.push([one, other])
  }

  async #toGroups(order: readonly number[], read: ReadText, pause: Pause): Promise<DuplicateMember[][]> {
    const members = new Map<number, number[]>()
    for (const index of order) {
      const root = this.#sets.find(index)
      const list = members.get(root)
      if (list) list.push(index)
      else members.set(root, [index])
    }
    const through = new Map<number, number>()
    for (const [a, b] of this.#edges) {
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        through.set(from, Math.min(to, through.get(from) ?? to))
      }
    }
    const groups = [...members.values()]
      .filter((list) => list.length > 1)
      .map((list) => list.sort((a, b) => a - b))
      .sort((a, b) => at(a, 0) - at(b, 0))
    const found: DuplicateMember[][] = []
    for (const [done, list] of groups.entries()) {
      if (done % 50 === 0) await pause(0.8 + (0.2 * done) / groups.length)
      found.push(await this.#toMembers(list, through, read, pause))
    }
    await pause(1)
    return found
  }

  async #toMembers(
    list: readonly number[],
    through: ReadonlyMap<number, number>,
    read: ReadText,
    pause: Pause,
  ): Promise<DuplicateMember[]> {
    const first = at(list, 0)
    const members: DuplicateMember[] = [{ index: first, like: null, prefix: 0, estimate: 1, jaccard: 1 }]
    for (const [place, index] of list.entries()) {
      if (place === 0) continue
      if (place % 200 === 0) await pause(0.9)
      const direct = await this.#compare(first, index, read)
      const { threshold, prefix } = this.#settings
      const isDirect = direct.jaccard >= threshold || (prefix > 0 && direct.prefix >= prefix)
      members.push(isDirect ? direct : await this.#compare(through.get(index) ?? first, index, read))
    }
    return members
  }

  async #compare(like: number, index: number, read: ReadText): Promise<DuplicateMember> {
    return {
      index,
      like,
      prefix: commonPrefixLength(await read(like), await read(index)),
      estimate: signatureLikeness(this.#signatures, signatureLength, like, index),
      jaccard: await this.#jaccard(like, index, read),
    }
  }
}
