import { splitSentence } from "@/formats/card/data-card"
import { folderPapers, type Paper } from "@/formats/card/papers"
import type { DataFile, ExportFormat } from "@/formats/export/format"
import {
  hashesPathOf,
  hashManifest,
  type Maker,
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
import { version } from "@/server/version"

/** A data file as it lies in the folder: its size and hash are those of its container. */
export type PackedShard = Shard & { readonly path: string }

/** The files that are about the others. */
export type Papers = {
  readonly manifest: Manifest
  readonly manifestText: string
  readonly papers: readonly Paper[]
}

/** `maker` is that of the first time, for an export that is made again. */
export function buildPapers(
  format: ExportFormat,
  settings: ExportSettings,
  tally: ExportTally,
  shards: readonly PackedShard[],
  publicKey?: string,
  maker: Maker = { manifest_version: MANIFEST_VERSION, diptych_version: version },
): Papers {
  const counts = tally.counts()
  const papers = folderPapers({ format, settings, counts, files: shards.map(toDataFile).sort(byPath) })
  const files: ManifestFile[] = [
    ...papers.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text), sha256: sha256Hex(text) })),
    ...shards.flatMap(({ path, bytes, sha256, rows, merkleRoot, marksBytes, marksSha256 }) => [
      { path, bytes, sha256, rows, merkle_root: merkleRoot },
      { path: hashesPathOf(path), bytes: marksBytes, sha256: marksSha256 },
    ]),
  ]
  const body = {
    manifest_version: maker.manifest_version,
    ...(maker.diptych_version !== undefined && { diptych_version: maker.diptych_version }),
    format: format.name,
    settings,
    counts,
    splits: { rule: splitSentence(settings), prompts: tally.prompts(), disjoint: true },
    files: files.sort(byPath),
    ...(tally.weights && { annotator_weights: Object.fromEntries(tally.weights) }),
    ...(publicKey !== undefined && { public_key: publicKey }),
  } as const
  const manifest = { ...body, sha256: hashManifest(body, sha256Hex) }
  return { manifest, manifestText: manifestText(manifest), papers }
}

/** A shard's name says how many there are, so it is known only at the end. */
export function pathOf(shard: Shard, all: readonly Shard[], settings: ExportSettings): string {
  const { config, split, index } = shard
  const total = all.filter((other) => other.config === config && other.split === split).length
  return shardPath(config, split, index, total, settings.container)
}

function toDataFile({ path, config, split, rows, bytes, sha256 }: PackedShard): DataFile {
  return { path, config, split, rows, bytes, sha256 }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1
}
