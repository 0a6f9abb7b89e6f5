import { sha256Hex } from "@/core/same-text"
import type { ExportSettings, SplitName } from "@/formats/export/settings"

/**
 * The same for all projects and all time, so that a prompt is in the same split wherever it turns up.
 */
export const SPLIT_SALT = "diptych-split-1:"

/** What of a prompt may decide its split. */
export type SplitFacts = {
  readonly hash: string
  readonly conversationId: string | null
  readonly sourceUser: string | null
  /** Content of the first user turn, as stored; only looked at with `splitBy: conversation`. */
  readonly firstTurn: string | null
  /** The split that came with the data: its own, else the most held back one of its conversation. */
  readonly imported: SplitName | null
}

export type SplitSettings = Pick<ExportSettings, "splitBy" | "testShare" | "validationShare" | "keepSplits">

/** Turns of one conversation share a key and so never straddle splits. It also gives the order of files. */
export function splitKeyOf(promptHash: string, conversationId: string | null): string {
  return conversationId === null ? promptHash : `conversation:${conversationId}`
}

/** Where a prompt stands in every file: SHA-256 of salt and key, hex. */
export function bucketHashOf(splitKey: string, sha256 = sha256Hex): string {
  return sha256(SPLIT_SALT + splitKey)
}

/**
 * `bucket = uint32(sha256(salt + key)) % 10000`, big-endian; test if `bucket < share * 100`, validation in
 * the buckets that follow. Depends on the key alone, so it stays as the data grows.
 *
 * Example: a hash that starts with `0000000a` is bucket 10: test at a share of 5 %, train at 0.1 %.
 */
export function splitOf(bucketHash: string, testShare: number, validationShare = 0): SplitName {
  const bucket = Number.parseInt(bucketHash.slice(0, 8), 16) % 10_000
  const test = Math.round(testShare * 100)
  if (bucket < test) return "test"
  return bucket < test + Math.round(validationShare * 100) ? "validation" : "train"
}

/**
 * The split of a prompt: the one that came with the data, unless the settings say otherwise, or else by
 * the hash of what stays together. `prompt`: the prompt, or its conversation where it has one.
 * `conversation`: the conversation, or all prompts that begin with the same user turn. `user`: everything
 * of a source user. With `cohort` it hangs on the votes, and this is only provisional.
 */
export function splitOfFacts(
  facts: SplitFacts,
  settings: SplitSettings,
  /** A faster one, where there is one. */
  sha256: (text: string) => string = sha256Hex,
): SplitName {
  if (settings.keepSplits && facts.imported !== null) return facts.imported
  return splitOf(
    bucketHashOf(groupKeyOf(facts, settings.splitBy), sha256),
    settings.testShare,
    settings.validationShare,
  )
}

function groupKeyOf(facts: SplitFacts, splitBy: ExportSettings["splitBy"]): string {
  if (splitBy === "user" && facts.sourceUser !== null) return `user:${facts.sourceUser}`
  if (splitBy === "conversation" && facts.conversationId === null && facts.firstTurn !== null) {
    return `first-turn:${facts.firstTurn}`
  }
  return splitKeyOf(facts.hash, facts.conversationId)
}
