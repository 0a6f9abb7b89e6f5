import { DiptychError } from "@/core/errors"
import type { ExportFormat } from "@/formats/export/format"
import { exportFormatNames, findExportFormat } from "@/formats/export/registry"
import { type ExportSettings, exportSettingsSchema } from "@/formats/export/settings"
import type { ProjectAccess } from "@/server/access"
import { getExportTitle } from "@/server/data/export/export-runs"
import { getSnapshot } from "@/server/data/export/snapshot"

/** A format, complete settings and a snapshot: with these three every byte of an export is decided. */
export type PreparedExport = {
  readonly format: ExportFormat
  readonly settings: ExportSettings
  readonly snapshot: string
}

/** Fixes an export at this moment. Settings that were not given get their defaults. */
export async function prepareExport(
  access: ProjectAccess<"exports:create">,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
): Promise<PreparedExport> {
  const format = requireExportFormat(wish.format)
  const parsed = exportSettingsSchema.safeParse({ title: await getExportTitle(access), ...wish.settings })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DiptychError(
      "INVALID_INPUT",
      `The setting ${issue?.path.join(".") || "of the export"} does not fit: ${issue?.message ?? "unknown"}.`,
      { issues: parsed.error.issues },
    )
  }
  return { format, settings: parsed.data, snapshot: await getSnapshot(access) }
}

export function requireExportFormat(name: string): ExportFormat {
  const format = findExportFormat(name)
  if (format) return format
  throw new DiptychError(
    "INVALID_INPUT",
    `There is no export format "${name}". Formats: ${exportFormatNames.join(", ")}.`,
  )
}
