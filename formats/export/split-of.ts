import { sha256Hex } from "@/core/same-text"
import type { SplitName } from "@/formats/export/settings"

/**
 * The same for all projects and all time, so that a prompt is in the same split wherever it turns up.
 */
export const SPLIT_SALT = "diptych-split-1:"

/** Turns of one conversation share a key and so never straddle splits. */
export function splitKeyOf(promptHash: string, conversationId: string | null): string {
  return conversationId === null ? promptHash : `conversation:${conversationId}`
}

/** Where a prompt stands in every file: SHA-256 of salt and key, hex. */
export function bucketHashOf(splitKey: string): string {
  return sha256Hex(SPLIT_SALT + splitKey)
}

/**
 * `bucket = uint32(sha256(salt + key)) % 10000`, big-endian; test if `bucket < share * 100`. Depends on
 * the prompt alone, so it stays as the data grows.
 *
 * Example: a hash that starts with `0000000a` is bucket 10: test at a share of 5 %, train at 0.1 %.
 */
export function splitOf(bucketHash: string, testShare: number): SplitName {
  const bucket = Number.parseInt(bucketHash.slice(0, 8), 16) % 10_000
  return bucket < Math.round(testShare * 100) ? "test" : "train"
}
