import { hash } from "node:crypto"

/**
 * Merkle root over the lines of a file, built as they come, in O(log n) memory. Leaves and nodes as in
 * RFC 6962: leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖ right), a lonely node rises.
 */
export class MerkleTree {
  // Hex: making a short text costs less than making a Buffer.
  readonly #peaks: { height: number; hash: string }[] = []

  /** Takes the next line (without its line feed) and returns its leaf hash. */
  add(line: Buffer): string {
    return this.addPrefixed(Buffer.concat([LEAF, line]))
  }

  /** The same for who has the zero byte before the line already; saves a copy. */
  addPrefixed(prefixed: Buffer): string {
    const leaf = hash("sha256", prefixed, "hex")
    let height = 0
    let top = leaf
    for (let peak = this.#peaks.at(-1); peak?.height === height; peak = this.#peaks.at(-1)) {
      top = nodeOf(peak.hash, top)
      height++
      this.#peaks.pop()
    }
    this.#peaks.push({ height, hash: top })
    return leaf
  }

  /** Hex. Of no lines at all: SHA-256 of nothing. */
  root(): string {
    const [last, ...rest] = this.#peaks.map((peak) => peak.hash).reverse()
    if (!last) return hash("sha256", "", "hex")
    return rest.reduce((right, left) => nodeOf(left, right), last)
  }
}

const LEAF = Buffer.from([0])
/** 0x01, left, right: filled anew for every node. */
const node = Buffer.alloc(65, 1)

function nodeOf(left: string, right: string): string {
  node.write(left, 1, "hex")
  node.write(right, 33, "hex")
  return hash("sha256", node, "hex")
}

/** What `hashes/` keeps of each line, on a line: enough to name a changed one; the file's SHA-256 is the seal. */
export function leafMark(leaf: string): string {
  return leaf.slice(0, 16)
}
