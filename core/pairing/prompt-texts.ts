/** One distinct text of a prompt and every model that gave it: two models with one text are one text. */
export type PairingText = {
  /** Completion.hash. */
  readonly hash: string
  readonly models: readonly string[]
  /** Came with this import. */
  readonly isNew: boolean
}

/** What a policy sees of one prompt. */
export type PairingPrompt = {
  readonly hash: string
  /** Distinct hashes, in order of hash. */
  readonly texts: readonly PairingText[]
  /** Sets of text hashes that are tasks already. */
  readonly existing: readonly TextSet[]
  /** Sets that the imported rows stated (for `as-imported`). */
  readonly stated: readonly TextSet[]
}

/** Text hashes of one task, sorted: the stored order. */
export type TextSet = readonly string[]

export function toTextSet(hashes: readonly string[]): TextSet {
  return [...new Set(hashes)].toSorted()
}

/** Every pair of the texts. `pairsOf(["a", "b", "c"])` is `[[a, b], [a, c], [b, c]]`. */
export function pairsOf(hashes: readonly string[]): TextSet[] {
  return hashes.flatMap((first, index) => hashes.slice(index + 1).map((second) => toTextSet([first, second])))
}
