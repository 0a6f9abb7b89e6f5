import { sha256Hex } from "@/core/same-text"

/**
 * Names a judged pair by what it is made of: prompt, the two texts in either order, criterion. Two
 * databases with the same content agree on it, and it tells nothing about either.
 */
export function toComparisonId(
  promptHash: string,
  hashA: string,
  hashB: string,
  criterion: string,
  /** A faster one, where there is one. */
  sha256: (text: string) => string = sha256Hex,
): string {
  const [low, high] = hashA < hashB ? [hashA, hashB] : [hashB, hashA]
  return `cmp_${sha256(JSON.stringify([promptHash, low, high, criterion])).slice(0, 32)}`
}
