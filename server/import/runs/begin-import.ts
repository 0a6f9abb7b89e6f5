import type { ProjectAccess } from "@/server/access"
import { createImportRun } from "@/server/data/import-runs"
import { sweepUploads } from "@/server/import/runs/upload-folder"

/** An empty import, to which files are added. */
export async function beginImport(access: ProjectAccess<"imports:create">): Promise<{ id: string }> {
  await sweepUploads(Date.now())
  return createImportRun(access)
}
