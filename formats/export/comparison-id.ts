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
  // As `JSON.stringify` of the four, which costs ten times as much: hashes are hex and hold nothing to escape.
  return `cmp_${sha256(`["${promptHash}","${low}","${high}",${JSON.stringify(criterion)}]`).slice(0, 32)}`
}
