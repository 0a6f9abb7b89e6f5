import { createHash, type Hash } from "node:crypto"
import type { SplitName } from "@/formats/export/settings"
import { leafMark, MerkleTree } from "@/server/export/merkle"
import type { Line } from "@/server/export/produce-lines"
import { sha256Hex } from "@/server/export/sha256"

/** Where the bytes of one shard go. A plan has none: it only wants to know what they would be. */
export type ShardSink = {
  readonly write: (chunk: Buffer) => Promise<void>
  /** The marks of the lines come when the shard is complete. */
  readonly close: (marks: Buffer) => Promise<void>
}
export type OpenShard = (config: string, split: SplitName, index: number) => Promise<ShardSink>

/** A complete data file. */
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

type OpenState = {
  readonly sink: ShardSink | undefined
  readonly hash: Hash
  readonly tree: MerkleTree
  readonly index: number
  rows: number
  bytes: number
  pending: Buffer[]
  pendingBytes: number
  marks: string[]
}

const CHUNK = 256 * 1024

/**
 * Puts lines into files of at most `shardBytes`, one open file per config and split. Where the cut
 * falls depends on the lines alone. A single longer line gets a file of its own.
 */
export class ShardSet {
  readonly #open = new Map<string, OpenState>()
  readonly #done: Shard[] = []

  constructor(
    readonly shardBytes: number,
    readonly openShard?: OpenShard,
  ) {}

  async add({ config, split, text }: Line): Promise<void> {
    const line = Buffer.from(`${text}\n`)
    const key = `${config}/${split}`
    let state = this.#open.get(key)
    if (state && state.bytes + line.length > this.shardBytes) {
      const { index } = state
      await this.#finish(config, split, state)
      state = await this.#start(config, split, index + 1)
      this.#open.set(key, state)
    }
    if (!state) {
      state = await this.#start(config, split, 0)
      this.#open.set(key, state)
    }
    state.marks.push(leafMark(state.tree.add(line.subarray(0, -1))))
    state.rows++
    state.bytes += line.length
    state.pending.push(line)
    state.pendingBytes += line.length
    if (state.pendingBytes >= CHUNK) await flush(state)
  }

  /** All shards, by config, split and index. */
  async finish(): Promise<Shard[]> {
    for (const [key, state] of this.#open) {
      const [config = "", split = ""] = key.split("/")
      await this.#finish(config, split as SplitName, state)
    }
    this.#open.clear()
    return this.#done.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  }

  async #start(config: string, split: SplitName, index: number): Promise<OpenState> {
    return {
      sink: await this.openShard?.(config, split, index),
      hash: createHash("sha256"),
      tree: new MerkleTree(),
      index,
      rows: 0,
      bytes: 0,
      pending: [],
      pendingBytes: 0,
      marks: [],
    }
  }

  async #finish(config: string, split: SplitName, state: OpenState): Promise<void> {
    await flush(state)
    const marks = Buffer.from(state.marks.join(""))
    await state.sink?.close(marks)
    this.#done.push({
      config,
      split,
      index: state.index,
      rows: state.rows,
      bytes: state.bytes,
      sha256: state.hash.digest("hex"),
      merkleRoot: state.tree.root(),
      marksBytes: marks.length,
      marksSha256: sha256Hex(marks),
    })
  }
}

async function flush(state: OpenState): Promise<void> {
  if (state.pendingBytes === 0) return
  const chunk = Buffer.concat(state.pending, state.pendingBytes)
  state.pending = []
  state.pendingBytes = 0
  state.hash.update(chunk)
  await state.sink?.write(chunk)
}

function sortKey(shard: Shard): string {
  return `${shard.config} ${shard.split} ${String(shard.index).padStart(9, "0")}`
}
