import { randomUUID } from "node:crypto"
import type { ProjectAccess } from "@/server/access"
import { createExportJob } from "@/server/data/export/export-jobs"
import { prepareExport } from "@/server/export/prepare-export"

/** Fixes an export at this moment and puts it into the queue. Returns the id that it will have. */
export async function startExport(
  access: ProjectAccess<"exports:create">,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
): Promise<string> {
  const { format, settings, snapshot } = await prepareExport(access, wish)
  const id = randomUUID()
  await createExportJob(access, id, { format: format.name, settings, snapshot })
  return id
}
