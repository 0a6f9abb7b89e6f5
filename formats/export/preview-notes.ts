import { readerNote } from "@/formats/export/container"
import type { ExportFormat } from "@/formats/export/format"
import type { Manifest } from "@/formats/export/manifest"
import type { ExportSettings } from "@/formats/export/settings"

/** What a person should know before downloading an export, in sentences; mostly nothing. */
export function previewNotes(
  format: ExportFormat,
  settings: ExportSettings,
  counts: Manifest["counts"],
): string[] {
  const splits = Object.values(counts.rows)
  const inSplit = (split: string) => splits.reduce((sum, rows) => sum + (rows[split] ?? 0), 0)
  const rows = splits.flatMap((own) => Object.values(own)).reduce((sum, n) => sum + n, 0)
  const reader = readerNote(settings.container)
  return [
    ...(format.leastRows !== undefined && rows < format.leastRows
      ? [`The service takes files of at least ${format.leastRows} rows; there are ${rows}.`]
      : []),
    ...(rows > 0 && settings.split === "all" && inSplit("train") === 0
      ? ["Nothing is in train: every prompt is in another split."]
      : []),
    ...(settings.split === "all" && settings.testShare > 0 && rows > 0 && inSplit("test") === 0
      ? [
          "Nothing fell into test: there are too few prompts for its share. The split is left out of the card.",
        ]
      : []),
    ...(settings.aggregation === "soft"
      ? ["Rows repeat on purpose. Nothing downstream may drop repeats, and no margin may be added."]
      : []),
    ...(reader === undefined ? [] : [reader]),
    ...(settings.license === "other" ? [] : [`LICENSE and card say ${settings.license}.`]),
  ]
}
