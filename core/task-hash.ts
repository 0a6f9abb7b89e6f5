import { sha256Hex } from "@/core/same-text"

/** What makes a task unique in its project: the prompt, the kind and the set of texts (in any order). */
export function taskSetHash(
  promptHash: string,
  kind: string,
  completionHashes: readonly string[],
  /** A faster one, where there is one. */
  sha256: (text: string) => string = sha256Hex,
): string {
  return sha256(JSON.stringify([promptHash, kind, completionHashes.toSorted()]))
}
