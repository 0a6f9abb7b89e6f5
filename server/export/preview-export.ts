import { previewNotes } from "@/formats/export/preview-notes"
import type { Manifest } from "@/formats/export/manifest"
import type { ProjectAccess } from "@/server/access"
import { planExport } from "@/server/export/plan-export"
import { prepareExport } from "@/server/export/prepare-export"

export type ExportPreview = {
  readonly counts: Manifest["counts"]
  /** Of all files together. */
  readonly bytes: number
  readonly firstRows: readonly string[]
  /** What a person should know before downloading this. */
  readonly notes: readonly string[]
}

/** What an export with these settings would hold right now; writes nothing down. */
export async function previewExport(
  access: ProjectAccess<"exports:create">,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
  signal?: AbortSignal,
): Promise<ExportPreview> {
  const prepared = await prepareExport(access, wish)
  const { manifest, firstRows } = await planExport(access, prepared, { firstRows: 3, signal })
  return {
    counts: manifest.counts,
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    firstRows,
    notes: previewNotes(prepared.format, prepared.settings, manifest.counts),
  }
}
