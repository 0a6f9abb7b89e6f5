import { createHash, type Hash } from "node:crypto"
import type { SplitName } from "@/formats/export/settings"
import { ChunkPool, ChunkWriter } from "@/server/export/chunk-writer"
import { leafMark, MerkleTree } from "@/server/export/merkle"
import type { Line } from "@/server/export/produce-lines"

/** Where the bytes of one shard go. A plan has none: it only wants to know what they would be. */
export type ShardSink = {
  readonly write: (chunk: Buffer) => Promise<void>
  /** Marks of the lines, for the file of hashes. */
  readonly writeMarks: (chunk: Buffer) => Promise<void>
  readonly close: () => Promise<void>
}
export type OpenShard = (config: string, split: SplitName, index: number) => Promise<ShardSink>

/** A complete data file, as lines. */
export type Shard = {
  readonly config: string
  readonly split: SplitName
  readonly index: number
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
  readonly merkleRoot: string
  readonly marksBytes: number
  readonly marksSha256: string
}

/**
 * Puts lines into files of at most `shardBytes`, one open file per config and split. Where the cut
 * falls depends on the lines alone. A single longer line gets a file of its own.
 */
export class ShardSet {
  readonly #open = new Map<string, OpenShardState>()
  #full: OpenShardState[] = []
  readonly #done: Shard[] = []
  readonly #pool = new ChunkPool()

  constructor(
    readonly shardBytes: number,
    readonly openShard?: OpenShard,
  ) {}

  /** Takes a line into memory; `ready()` writes it. */
  add({ config, split, text }: Line): void {
    const key = `${config}/${split}`
    const state = this.#open.get(key)
    if (state && !state.hasRoomFor(text, this.shardBytes)) {
      this.#full.push(state)
      const next = new OpenShardState(config, split, state.index + 1, this.#pool)
      this.#open.set(key, next)
      next.add(text)
    } else if (state) {
      state.add(text)
    } else {
      const first = new OpenShardState(config, split, 0, this.#pool)
      this.#open.set(key, first)
      first.add(text)
    }
  }

  /** Waits until what was added is written, but for the last chunk of each file. */
  async ready(): Promise<void> {
    const full = this.#full
    this.#full = []
    for (const state of full) this.#done.push(await state.finish(this.openShard))
    for (const state of this.#open.values()) await state.drain(this.openShard, false)
  }

  /** All shards, by config, split and index. */
  async finish(): Promise<Shard[]> {
    this.#full.push(...this.#open.values())
    this.#open.clear()
    await this.ready()
    return this.#done.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  }
}

class OpenShardState {
  rows = 0
  bytes = 0
  #sink: ShardSink | undefined
  readonly #tree = new MerkleTree()
  readonly #hash: Hash = createHash("sha256")
  readonly #marksHash: Hash = createHash("sha256")
  readonly #lines: ChunkWriter
  readonly #marks: ChunkWriter

  constructor(
    readonly config: string,
    readonly split: SplitName,
    readonly index: number,
    pool: ChunkPool,
  ) {
    this.#lines = new ChunkWriter(pool, (bytes) => this.#hash.update(bytes))
    this.#marks = new ChunkWriter(pool, (bytes) => this.#marksHash.update(bytes))
  }

  hasRoomFor(text: string, most: number): boolean {
    // Counting bytes is only needed where the file is nearly full.
    if (this.bytes + text.length * 3 < most) return true
    return this.bytes + Buffer.byteLength(text) + 1 <= most
  }

  readonly #mark = (prefixed: Buffer): void => {
    this.#marks.addLine(leafMark(this.#tree.addPrefixed(prefixed)), nothing)
  }

  add(text: string): void {
    this.bytes += this.#lines.addLine(text, this.#mark)
    this.rows++
  }

  async drain(open: OpenShard | undefined, all: boolean): Promise<void> {
    this.#sink ??= await open?.(this.config, this.split, this.index)
    const sink = this.#sink
    await this.#lines.drain(async (bytes) => sink?.write(bytes), all)
    await this.#marks.drain(async (bytes) => sink?.writeMarks(bytes), all)
  }

  async finish(open: OpenShard | undefined): Promise<Shard> {
    await this.drain(open, true)
    await this.#sink?.close()
    const { config, split, index, rows, bytes } = this
    return {
      config,
      split,
      index,
      rows,
      bytes,
      sha256: this.#hash.digest("hex"),
      merkleRoot: this.#tree.root(),
      marksBytes: rows * 17,
      marksSha256: this.#marksHash.digest("hex"),
    }
  }
}

function nothing(): void {}

function sortKey(shard: Shard): string {
  return `${shard.config} ${shard.split} ${String(shard.index).padStart(9, "0")}`
}
