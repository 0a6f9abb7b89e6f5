import { z } from "zod"
import { canonicalJson } from "@/core/canonical-json"
import type { Container } from "@/formats/export/container"

/** The layout of a folder, oldest first: a new one where an older `verify` would misread it. */
const layouts = ["1.0.0", "1.1.0"] as const
/** What is written now. 1.1.0 names the version of Diptych. */
export const MANIFEST_VERSION: (typeof layouts)[number] = "1.1.0"

const versionForm = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,50})?$/
const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in hex")
const count = z.int().min(0)
const counts = z.record(z.string(), count)

/**
 * What is in an export folder and how it came about. It names no time, no run and no place: the same
 * state and settings give the same manifest.
 */
export const manifestSchema = z.strictObject({
  manifest_version: z.enum(layouts),
  /** That made it first, from 1.1.0 on. A later one that makes it again writes the same. */
  diptych_version: z.string().regex(versionForm, "expected a version such as 1.4.0").optional(),
  format: z.string(),
  settings: z.record(z.string(), z.unknown()),
  counts: z.strictObject({
    /** Revisions in the snapshot, those counted, and why the others are not. */
    annotations: z.strictObject({ read: count, counted: count, left_out: counts }),
    /** Per config and split. */
    rows: z.record(z.string(), counts),
    /** Judged pairs (or tasks without one) that give no row, by reason. */
    skipped: counts,
    /** Characters of prompt and longer answer of each pair; rounded up to two digits, but for the longest. */
    lengths: z.strictObject({ median: count, p90: count, p99: count, longest: count }).optional(),
  }),
  splits: z.strictObject({
    /** How the split of a prompt is found. */
    rule: z.string(),
    /** Prompts with at least one row, per split; no prompt is in two (checked). */
    prompts: counts,
    disjoint: z.literal(true),
  }),
  files: z.array(
    z.strictObject({
      path: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, "expected a plain path"),
      bytes: count,
      sha256: hash,
      /** Data files only: lines, and the Merkle root over the hashes of the lines. */
      rows: count.optional(),
      merkle_root: hash.optional(),
    }),
  ),
  /** Ed25519, 32 bytes in base64: who may have signed this. The signature is in signature.json. */
  public_key: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, "expected 32 bytes in base64")
    .optional(),
  /** With `weighted`: log-odds of each annotator being right, by pseudonym. */
  annotator_weights: z.record(z.string(), z.number()).optional(),
  /** SHA-256 of this manifest as canonical JSON without this key: one figure for the whole folder. */
  sha256: hash,
})
export type Manifest = z.infer<typeof manifestSchema>
/** What a manifest says of the program that made it. */
export type Maker = Pick<Manifest, "manifest_version" | "diptych_version">
export type ManifestFile = Manifest["files"][number]

export function hashManifest(manifest: Omit<Manifest, "sha256">, sha256: (text: string) => string): string {
  return sha256(canonicalJson(manifest))
}

/**
 * The text of manifest.json: indented for people, keys sorted, so that a manifest that was kept in a
 * database (which forgets the order of keys) gives the same bytes.
 */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(manifest)), null, 2)}\n`
}

/** Where the hashes of a data file's lines are kept, so that `verify` can name the line. */
export function hashesPathOf(dataPath: string): string {
  return `hashes/${dataPath.replace(/\.(jsonl|jsonl\.gz|jsonl\.zst|parquet|csv)$/, ".txt")}`
}

/** `train-00000-of-00002.jsonl` in its config's folder; the container is the ending of the name. */
export function shardPath(
  config: string,
  split: string,
  index: number,
  total: number,
  container: Container = "jsonl",
): string {
  const digits = (n: number) => String(n).padStart(5, "0")
  return `${config}/${split}-${digits(index)}-of-${digits(total)}.${container}`
}
