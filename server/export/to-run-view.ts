import type { ExportRunView } from "@/core/exports/export-view"
import { aggregations } from "@/formats/aggregation/registry"
import { findExportFormat } from "@/formats/export/registry"
import { type ExportSettings, splitNames } from "@/formats/export/settings"
import type { ExportRun } from "@/server/data/export/export-runs"

/** An earlier export in the words of the screen. */
export function toRunView(run: ExportRun): ExportRunView {
  const format = findExportFormat(run.format)
  const splits = Object.values(run.manifest.counts.rows)
  return {
    id: run.id,
    format: run.format,
    formatLabel: format?.label ?? run.format,
    settings: settingsText(run.settings, format?.needs === "pairs"),
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

/** Only what differs from one export to the next; the rest is in the manifest. */
function settingsText(settings: ExportSettings, isPairs: boolean): string {
  return [
    settings.split === "all" ? `${settings.testShare} % test` : `only ${settings.split}`,
    ...(isPairs ? [aggregations[settings.aggregation].label.toLowerCase()] : []),
    ...(settings.imported ? ["with imported labels"] : []),
    ...(settings.freeText || isPairs ? [] : ["without free text"]),
  ].join(", ")
}
