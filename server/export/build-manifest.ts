import { dataCard, splitSentence } from "@/formats/card/data-card"
import type { ExportFormat } from "@/formats/export/format"
import {
  hashesPathOf,
  hashManifest,
  MANIFEST_VERSION,
  type Manifest,
  type ManifestFile,
  manifestText,
  shardPath,
} from "@/formats/export/manifest"
import type { ExportSettings } from "@/formats/export/settings"
import { sha256Hex } from "@/server/export/sha256"
import type { Shard } from "@/server/export/shard-set"
import type { ExportTally } from "@/server/export/tally"

/** The two files that are about the others. */
export type Papers = { readonly manifest: Manifest; readonly manifestText: string; readonly readme: string }

export function buildPapers(
  format: ExportFormat,
  settings: ExportSettings,
  tally: ExportTally,
  shards: readonly Shard[],
): Papers {
  const counts = tally.counts()
  const readme = dataCard({ format, settings, counts })
  const files: ManifestFile[] = [
    { path: "README.md", bytes: Buffer.byteLength(readme), sha256: sha256Hex(readme) },
    ...shards.flatMap((shard) => {
      const path = pathOf(shard, shards)
      return [
        { path, bytes: shard.bytes, sha256: shard.sha256, rows: shard.rows, merkle_root: shard.merkleRoot },
        { path: hashesPathOf(path), bytes: shard.marksBytes, sha256: shard.marksSha256 },
      ]
    }),
  ]
  const body = {
    manifest_version: MANIFEST_VERSION,
    format: format.name,
    settings,
    counts,
    splits: { rule: splitSentence(settings), prompts: tally.prompts(), disjoint: true },
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  } as const
  const manifest = { ...body, sha256: hashManifest(body, sha256Hex) }
  return { manifest, manifestText: manifestText(manifest), readme }
}

/** A shard's name says how many there are, so it is known only at the end. */
export function pathOf(shard: Shard, all: readonly Shard[]): string {
  const total = all.filter(({ config, split }) => config === shard.config && split === shard.split).length
  return shardPath(shard.config, shard.split, shard.index, total)
}
