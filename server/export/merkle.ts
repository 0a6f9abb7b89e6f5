import { createHash } from "node:crypto"

/**
 * Merkle root over the lines of a file, built as they come, in O(log n) memory. Leaves and nodes as in
 * RFC 6962: leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖ right), a lonely node rises.
 */
export class MerkleTree {
  readonly #peaks: { height: number; hash: Buffer }[] = []

  /** Takes the next line (without its line feed) and returns its leaf hash. */
  add(line: Buffer): Buffer {
    const leaf = createHash("sha256").update(LEAF).update(line).digest()
    let top: { height: number; hash: Buffer } = { height: 0, hash: leaf }
    while (this.#peaks.at(-1)?.height === top.height) {
      const left = this.#peaks.pop()
      if (left) top = { height: top.height + 1, hash: nodeOf(left.hash, top.hash) }
    }
    this.#peaks.push(top)
    return leaf
  }

  /** Hex. Of no lines at all: SHA-256 of nothing. */
  root(): string {
    const [last, ...rest] = this.#peaks.map((peak) => peak.hash).reverse()
    if (!last) return createHash("sha256").digest("hex")
    return rest.reduce((right, left) => nodeOf(left, right), last).toString("hex")
  }
}

const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return createHash("sha256").update(NODE).update(left).update(right).digest()
}

/** What `hashes/` keeps of each line: enough to name a changed one; the file's SHA-256 is the seal. */
export function leafMark(leaf: Buffer): string {
  return `${leaf.toString("hex", 0, 8)}\n`
}
