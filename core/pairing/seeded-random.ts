import { sha256Hex } from "@/core/same-text"

/**
 * Numbers in [0, 1) that depend on the words alone: mulberry32 (T. Ettinger, public domain), started
 * with the first 32 bits of their SHA-256. For choices that must come out the same again, never for
 * secrets.
 */
export function seededRandom(...words: readonly string[]): () => number {
  let state = Number.parseInt(sha256Hex(words.join("\u0000")).slice(0, 8), 16)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
