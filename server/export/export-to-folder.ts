import type { Manifest } from "@/formats/export/manifest"
import type { ProjectAccess } from "@/server/access"
import { createExportRun, getExportRun } from "@/server/data/export/export-runs"
import { prepareExport, requireExportFormat } from "@/server/export/prepare-export"
import { writeExportFolder } from "@/server/export/write-export-folder"

type Access = ProjectAccess<"exports:create">
type Options = {
  readonly signal?: AbortSignal | undefined
  readonly onRows?: ((rows: number) => void) | undefined
}
export type FolderExport = { readonly id: string; readonly manifest: Manifest }

/** Exports the state of this moment into a folder and writes the run down. */
export async function exportToFolder(
  access: Access,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
  directory: string,
  options: Options = {},
): Promise<FolderExport> {
  const prepared = await prepareExport(access, wish)
  const manifest = await writeExportFolder(access, prepared, directory, options)
  const { settings, snapshot } = prepared
  const id = await createExportRun(access, { format: prepared.format.name, settings, snapshot, manifest })
  return { id, manifest }
}

/** Makes an earlier export again, byte by byte, whatever was added since. */
export async function exportAgainToFolder(
  access: Access,
  runId: string,
  directory: string,
  options: Options = {},
): Promise<FolderExport> {
  const run = await getExportRun(access, runId)
  const prepared = { format: requireExportFormat(run.format), settings: run.settings, snapshot: run.snapshot }
  const again = { ...options, mustBe: run.manifest.sha256 }
  return { id: run.id, manifest: await writeExportFolder(access, prepared, directory, again) }
}
