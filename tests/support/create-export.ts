import { randomUUID } from "node:crypto"
import type { ProjectAccess } from "@/server/access"
import { makeExport } from "@/server/export/make-export"
import { prepareExport } from "@/server/export/prepare-export"

/** What the exporter does with a wish, in one go. */
export async function createExport(
  access: ProjectAccess<"exports:create">,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
) {
  const id = randomUUID()
  const manifest = await makeExport(access, id, await prepareExport(access, wish))
  if (!manifest) throw new Error("The export was there before it was made.")
  return { id, plan: { manifest } }
}
