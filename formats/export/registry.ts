import type { ExportFormat } from "@/formats/export/format"
import { preference } from "@/formats/export/preference"
import { rawAnnotations } from "@/formats/export/raw-annotations"

/** Every format that can be exported, in the order of the screen. A new one is a file and a line here. */
export const exportFormats: readonly ExportFormat[] = [preference, rawAnnotations]

export const exportFormatNames: readonly string[] = exportFormats.map((format) => format.name)

export function findExportFormat(name: string): ExportFormat | undefined {
  return exportFormats.find((format) => format.name === name)
}
