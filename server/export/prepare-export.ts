import { z } from "zod"
import { DiptychError } from "@/core/errors"
import type { ExportFormat } from "@/formats/export/format"
import { exportFormatNames, findExportFormat } from "@/formats/export/registry"
import { type ExportSettings, exportSettingsSchema } from "@/formats/export/settings"
import { settingLabel } from "@/formats/export/setting-list"
import { settleSettings } from "@/formats/export/settle-settings"
import type { ProjectAccess } from "@/server/access"
import { getExportTitle } from "@/server/data/export/export-runs"
import { getSnapshot } from "@/server/data/export/snapshot"

/** A format, complete settings and a snapshot: with these three every byte of an export is decided. */
export type PreparedExport = {
  readonly format: ExportFormat
  readonly settings: ExportSettings
  readonly snapshot: string
}

/** Fixes an export at this moment. Settings that were not given get the format's defaults, or the general ones. */
export async function prepareExport(
  access: ProjectAccess<"exports:create">,
  wish: { readonly format: string; readonly settings: Readonly<Record<string, unknown>> },
): Promise<PreparedExport> {
  const format = requireExportFormat(wish.format)
  const settled = settleSettings(format, { title: await getExportTitle(access), ...wish.settings })
  if (!settled.ok) {
    throw new DiptychError(
      "INVALID_INPUT",
      `The setting ${settingLabel(settled.setting)} does not fit: ${settled.problem}.`,
      { setting: settled.setting, fields: { [`settings.${settled.setting}`]: [settled.problem] } },
    )
  }
  return { format, settings: settled.settings, snapshot: await getSnapshot(access) }
}

/** A prepared export of the project that was written down as JSON; undefined = there is none that can be made. */
export function restorePrepared(text: string, projectId: string): PreparedExport | undefined {
  const stored = storedSchema.safeParse(parseJson(text))
  const format = stored.success ? findExportFormat(stored.data.format) : undefined
  if (!stored.success || !format || stored.data.project !== projectId) return undefined
  return { format, settings: stored.data.settings, snapshot: stored.data.snapshot }
}

const storedSchema = z.object({
  project: z.string(),
  format: z.string(),
  settings: exportSettingsSchema,
  snapshot: z.string().regex(/^\d+:\d+:[\d,]*$/),
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Half written when the program was killed.
    return undefined
  }
}

export function requireExportFormat(name: string): ExportFormat {
  const format = findExportFormat(name)
  if (format) return format
  throw new DiptychError(
    "INVALID_INPUT",
    `There is no export format "${name}". Formats: ${exportFormatNames.join(", ")}.`,
    { fields: { format: [`expected one of ${exportFormatNames.join(", ")}`] } },
  )
}
