import type { Column, Row } from "@/formats/columns"
import type { ReadyPair } from "@/formats/export/finish-pairs"
import type { ExportSettings } from "@/formats/export/settings"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { PromptBundle, PromptUnit } from "@/formats/export/units"

/** What a format makes of one prompt: rows, each in a config (a folder, a data set of its own). */
export type Produced = {
  readonly rows: readonly { readonly config: string; readonly row: Row }[]
  /** What this format cannot express, counted. */
  readonly skipped: readonly SkipReason[]
}

export type FormatContext = {
  readonly settings: ExportSettings
  readonly sha256: (text: string) => string
}

type Base = {
  readonly name: string
  readonly label: string
  /** One or two sentences for the export screen and the card. */
  readonly about: string
  /** Programs that take the files as they are. */
  readonly consumers: readonly string[]
  /** What is lost in this format, in plain words. */
  readonly cannotExpress: readonly string[]
  /** Columns of every row, in order. */
  readonly columns: readonly Column[]
  /** Column names with a meaning to trainers (`chosen`, `prompt`, …) that are used in that meaning. */
  readonly meant: readonly string[]
  /**
   * The files can only be typed through the card (nullable columns, lists that may be empty). Never
   * for a format that a trainer reads file by file.
   */
  readonly needsCard: boolean
}

/** Made of decided pairs: one better and one worse text. */
export type PairFormat = Base & {
  readonly needs: "pairs"
  readonly rows: (prompt: PromptUnit, pairs: readonly ReadyPair[], context: FormatContext) => Produced
}

/** Made of tasks with everything that was said about them. */
export type TaskFormat = Base & {
  readonly needs: "tasks"
  readonly rows: (bundle: PromptBundle, context: FormatContext) => Produced
}

export type ExportFormat = PairFormat | TaskFormat
