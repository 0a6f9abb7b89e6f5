import type { Manifest } from "@/formats/export/manifest"
import type { ProjectAccess } from "@/server/access"
import { createExportRun, getExportRun } from "@/server/data/export/export-runs"
import { prepareExport, requireExportFormat } from "@/server/export/prepare-export"
import { getSigner } from "@/server/export/signing"
import { findAbandoned, type WriteOptions, writeExportFolder } from "@/server/export/write-export-folder"

type Access = ProjectAccess<"exports:create">
type Options = Pick<WriteOptions, "signal" | "onRows"> & {
  /** Sign the manifest with the project's key. */
  readonly sign?: boolean
  /** Take up what a killed export of this folder was about to write: its format, settings and snapshot. */
  readonly resume?: boolean
}
export type FolderExport = { readonly id: string; readonly manifest: Manifest; readonly resumed: boolean }

/** Exports the state of this moment into a folder and writes the run down. */
export async function exportToFolder(
  access: Access,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
  directory: string,
  { sign = false, resume = false, ...options }: Options = {},
): Promise<FolderExport> {
  const abandoned = resume ? await findAbandoned(directory, access.projectId) : undefined
  const prepared = abandoned ?? (await prepareExport(access, wish))
  const signer = sign ? getSigner(access) : undefined
  const manifest = await writeExportFolder(access, prepared, directory, { ...options, signer })
  const { settings, snapshot } = prepared
  const id = await createExportRun(access, { format: prepared.format.name, settings, snapshot, manifest })
  return { id, manifest, resumed: abandoned !== undefined }
}

/** Makes an earlier export again, byte by byte, whatever was added since. */
export async function exportAgainToFolder(
  access: Access,
  runId: string,
  directory: string,
  { signal, onRows }: Options = {},
): Promise<FolderExport> {
  const run = await getExportRun(access, runId)
  const prepared = { format: requireExportFormat(run.format), settings: run.settings, snapshot: run.snapshot }
  const signer = run.manifest.public_key === undefined ? undefined : getSigner(access)
  const again = { signal, onRows, signer, mustBe: run.manifest }
  const manifest = await writeExportFolder(access, prepared, directory, again)
  return { id: run.id, manifest, resumed: false }
}
