import type { Manifest } from "@/formats/export/manifest"
import type { ProjectAccess } from "@/server/access"
import { createExportRun, hasExportRun } from "@/server/data/export/export-runs"
import { storedFolder, sweepStored } from "@/server/export/export-store"
import type { PreparedExport } from "@/server/export/prepare-export"
import { type WriteOptions, writeExportFolder } from "@/server/export/write-export-folder"

/**
 * Writes an export where its downloads find it, and then writes it down under `id`. One that is written down
 * already is left as it is: its process was killed in between. `confirm` may still say no, by throwing.
 */
export async function makeExport(
  access: ProjectAccess<"exports:create">,
  id: string,
  prepared: PreparedExport,
  options: Pick<WriteOptions, "signal" | "onRows"> & { readonly confirm?: () => Promise<void> } = {},
): Promise<Manifest | null> {
  if (await hasExportRun(access, id)) return null
  await sweepStored(Date.now())
  const manifest = await writeExportFolder(access, prepared, storedFolder(id), options)
  await options.confirm?.()
  const { settings, snapshot } = prepared
  await createExportRun(access, { id, format: prepared.format.name, settings, snapshot, manifest })
  return manifest
}
