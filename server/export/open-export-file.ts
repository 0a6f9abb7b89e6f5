import { createReadStream } from "node:fs"
import { join } from "node:path"
import { DiptychError } from "@/core/errors"
import { manifestText } from "@/formats/export/manifest"
import type { ProjectAccess } from "@/server/access"
import { getExportRun } from "@/server/data/export/export-runs"
import { ensureStored } from "@/server/export/export-store"
import { sha256Hex } from "@/server/export/sha256"
import { toBody } from "@/server/http/to-body"

export type ExportFile = {
  readonly bytes: number
  readonly etag: string
  /** Both ends included; null = the whole. */
  readonly read: (range: { readonly start: number; readonly end: number } | null) => Promise<BodyInit>
}

/**
 * A file that the run's manifest names, or the manifest itself; any other path is NOT_FOUND. `signal` says that
 * nobody waits for it any more.
 */
export async function openExportFile(
  access: ProjectAccess<"exports:create">,
  runId: string,
  path: string,
  signal: AbortSignal,
): Promise<ExportFile> {
  const run = await getExportRun(access, runId)
  if (path === "manifest.json") {
    const bytes = Buffer.from(manifestText(run.manifest))
    return {
      bytes: bytes.length,
      etag: `"${sha256Hex(bytes)}"`,
      read: async (range) => new Uint8Array(range ? bytes.subarray(range.start, range.end + 1) : bytes),
    }
  }
  const file = run.manifest.files.find((candidate) => candidate.path === path)
  if (!file) throw new DiptychError("NOT_FOUND", "There is no such file in this export.")
  return {
    bytes: file.bytes,
    etag: `"${file.sha256}"`,
    read: async (range) => {
      const folder = await ensureStored(access, run, signal)
      const source = createReadStream(join(/*turbopackIgnore: true*/ folder, file.path), {
        highWaterMark: 256 * 1024,
        ...range,
      })
      return toBody(source)
    },
  }
}
