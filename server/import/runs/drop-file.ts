import type { ProjectAccess } from "@/server/access"
import { removeImportFile } from "@/server/data/import-runs"
import { removeUpload } from "@/server/import/runs/upload-folder"

/** Takes a file out of an import that has not begun. */
export async function dropFile(
  access: ProjectAccess<"imports:create">,
  importId: string,
  fileId: string,
): Promise<undefined> {
  await removeImportFile(access, importId, fileId)
  await removeUpload(importId, fileId)
  return undefined
}
