import type { ProjectAccess } from "@/server/access"
import { createExportRun } from "@/server/data/export/export-runs"
import { type ExportPlan, planExport } from "@/server/export/plan-export"
import { prepareExport } from "@/server/export/prepare-export"

/** Fixes an export at this moment and writes it down, so that it can be downloaded now and again. */
export async function createExport(
  access: ProjectAccess<"exports:create">,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
  signal?: AbortSignal,
): Promise<{ readonly id: string; readonly plan: ExportPlan }> {
  const prepared = await prepareExport(access, wish)
  const plan = await planExport(access, prepared, { signal })
  const id = await createExportRun(access, {
    format: prepared.format.name,
    settings: prepared.settings,
    snapshot: prepared.snapshot,
    manifest: plan.manifest,
  })
  return { id, plan }
}
