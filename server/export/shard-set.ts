import { createHash, type Hash } from "node:crypto"
import type { SplitName } from "@/formats/export/settings"
import { ChunkPool, ChunkWriter, mostBytesOf } from "@/server/export/chunk-writer"
import { leafMark, MerkleTree } from "@/server/export/merkle"
import type { Line } from "@/server/export/produce-lines"

/** Where the bytes of one shard go. A plan has none: it only wants to know what they would be. */
export type ShardSink = {
  readonly write: (chunk: Buffer) => Promise<void>
  /** Marks of the lines, for the file of hashes. */
  readonly writeMarks: (chunk: Buffer) => Promise<void>
  /** Everything is on the disk then. */
  readonly close: () => Promise<void>
  /** Lets go of a file that nobody will want. */
  readonly abandon: () => Promise<void>
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
  add({ config, split, pieces }: Line): void {
    const key = `${config}/${split}`
    const state = this.#open.get(key)
    if (state && !state.hasRoomFor(pieces, this.shardBytes)) {
      this.#full.push(state)
      const next = new OpenShardState(config, split, state.index + 1, this.#pool)
      this.#open.set(key, next)
      next.add(pieces)
    } else if (state) {
      state.add(pieces)
    } else {
      const first = new OpenShardState(config, split, 0, this.#pool)
      this.#open.set(key, first)
      first.add(pieces)
    }
  }

  /**
   * Begins to write the chunks that were filled since the last call, and waits only for those of a file before
   * them: lines are made while the disk takes the last ones, and two chunks of a file wait at most.
   */
  async ready(): Promise<void> {
    for (const state of this.#full) this.#done.push(await state.finish(this.openShard))
    this.#full = []
    for (const state of this.#open.values()) if (state.hasFull) await state.drain(this.openShard)
  }

  /** All shards, by config, split and index. */
  async finish(): Promise<Shard[]> {
    this.#full.push(...this.#open.values())
    this.#open.clear()
    await this.ready()
    return this.#done.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  }

  /** For an export that fails: nothing writes any more and no file is open when this is done. */
  async abandon(): Promise<void> {
    for (const state of [...this.#full, ...this.#open.values()]) await state.abandon()
  }
}

class OpenShardState {
  rows = 0
  bytes = 0
  #sink: ShardSink | undefined
  #writing: Promise<void> = Promise.resolve()
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

  hasRoomFor(pieces: readonly string[], most: number): boolean {
    // Counting bytes is only needed where the file is nearly full.
    if (this.bytes + mostBytesOf(pieces) < most) return true
    return this.bytes + Buffer.byteLength(pieces.join("")) + 1 <= most
  }

  get hasFull(): boolean {
    return this.#lines.hasFull || this.#marks.hasFull
  }

  readonly #mark = (prefixed: Buffer): void => {
    this.#marks.addLine([leafMark(this.#tree.addPrefixed(prefixed))], nothing)
  }

  add(pieces: readonly string[]): void {
    this.bytes += this.#lines.addLine(pieces, this.#mark)
    this.rows++
  }

  /** Waits for what is being written and begins with what is full; with `all` also with the rest. */
  async drain(open: OpenShard | undefined, all = false): Promise<void> {
    await this.#writing
    this.#sink ??= await open?.(this.config, this.split, this.index)
    this.#writing = this.#write(this.#sink, all)
    // Its failure is thrown by whoever waits next.
    this.#writing.catch(() => {})
  }

  async #write(sink: ShardSink | undefined, all: boolean): Promise<void> {
    await this.#lines.drain(async (bytes) => sink?.write(bytes), all)
    await this.#marks.drain(async (bytes) => sink?.writeMarks(bytes), all)
  }

  async finish(open: OpenShard | undefined): Promise<Shard> {
    await this.drain(open, true)
    await this.#writing
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

  async abandon(): Promise<void> {
    await this.#writing.catch(() => {})
    await this.#sink?.abandon()
  }
}

function nothing(): void {}

function sortKey(shard: Shard): string {
  return `${shard.config} ${shard.split} ${String(shard.index).padStart(9, "0")}`
}
