import type { DataFile, ExportFormat } from "@/formats/export/format"
import type { Manifest } from "@/formats/export/manifest"
import type { ExportSettings } from "@/formats/export/settings"

/** All that the papers of an export folder are made of. */
export type PapersInput = {
  readonly format: ExportFormat
  readonly settings: ExportSettings
  readonly counts: Manifest["counts"]
  /** In order of path. */
  readonly files: readonly DataFile[]
}
