import type { ExportRunView } from "@/core/exports/export-view"
import type { ExportFormat } from "@/formats/export/format"
import { findExportFormat } from "@/formats/export/registry"
import { type SettingEntry, settingList } from "@/formats/export/setting-list"
import { type ExportSettings, splitNames } from "@/formats/export/settings"
import { settleSettings } from "@/formats/export/settle-settings"
import type { ExportRun } from "@/server/data/export/export-runs"

/** An earlier export in the words of the screen. */
export function toRunView(run: ExportRun): ExportRunView {
  const format = findExportFormat(run.format)
  const splits = Object.values(run.manifest.counts.rows)
  return {
    id: run.id,
    format: run.format,
    formatLabel: format?.label ?? run.format,
    settings: settingsText(run.settings, format),
    rows: splitNames
      .map((split) => ({ split, rows: splits.reduce((sum, rows) => sum + (rows[split] ?? 0), 0) }))
      .filter(({ rows }) => rows > 0),
    bytes: run.manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    sha256: run.manifest.sha256,
    snapshot: run.snapshot,
    createdAt: run.createdAt,
    createdBy: run.createdBy,
  }
}

/** Only what is not as the format starts; the rest is in the manifest. */
function settingsText(settings: ExportSettings, format: ExportFormat | undefined): string {
  const usual = format && settleSettings(format, {})
  const changed = settingList.flatMap((entry) => {
    const value = settings[entry.key]
    if (!usual?.ok || JSON.stringify(value) === JSON.stringify(usual.settings[entry.key])) return []
    return [`${entry.label.toLowerCase()}: ${toText(entry, value)}`]
  })
  return changed.length === 0 ? "as usual" : changed.join("; ")
}

function toText({ options }: SettingEntry, value: ExportSettings[SettingEntry["key"]]): string {
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (Array.isArray(value)) return value.join(", ")
  const text = String(value)
  return options?.find((option) => option.value === text)?.label.toLowerCase() ?? text
}
