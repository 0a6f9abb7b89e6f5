import { randomUUID } from "node:crypto"
import type { Manifest } from "@/formats/export/manifest"
import type { ProjectAccess } from "@/server/access"
import { createExportRun } from "@/server/data/export/export-runs"
import { storedFolder, sweepStored } from "@/server/export/export-store"
import { prepareExport } from "@/server/export/prepare-export"
import { writeExportFolder } from "@/server/export/write-export-folder"

/** Fixes an export at this moment and writes it down, so that it can be downloaded now and again. */
export async function createExport(
  access: ProjectAccess<"exports:create">,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
  signal?: AbortSignal,
): Promise<{ readonly id: string; readonly plan: { readonly manifest: Manifest } }> {
  const prepared = await prepareExport(access, wish)
  await sweepStored(Date.now())
  const id = randomUUID()
  const manifest = await writeExportFolder(access, prepared, storedFolder(id), { signal })
  const { settings, snapshot } = prepared
  await createExportRun(access, { id, format: prepared.format.name, settings, snapshot, manifest })
  return { id, plan: { manifest } }
}
