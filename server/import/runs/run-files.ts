import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import { listImportFiles } from "@/server/data/import-runs"
import { uploadedBytes, uploadPath } from "@/server/import/runs/upload-folder"
import type { SourceFile } from "@/server/import/source-file"

/** The uploaded files of a run, all of them whole. */
export async function requireRunFiles(
  access: ProjectAccess<"imports:create">,
  importId: string,
): Promise<SourceFile[]> {
  const files = await listImportFiles(access, importId)
  if (files.length === 0) throw new DiptychError("INVALID_INPUT", "Add a file first.")
  for (const file of files) {
    if ((await uploadedBytes(importId, file.id)) !== file.bytes) {
      throw new DiptychError("CONFLICT", `${file.name} is not uploaded (any more). Add it again.`)
    }
  }
  return files.map((file) => ({ name: file.name, path: uploadPath(importId, file.id) }))
}
