import type { Column, Row } from "@/formats/columns"
import type { Container } from "@/formats/export/container"
import type { Judged } from "@/formats/export/judged"
import type { ExportSettings } from "@/formats/export/settings"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { AggregationName } from "@/formats/aggregation/registry"
import type { PromptBundle, PromptUnit } from "@/formats/export/units"

/*
 * The contract between a format and what writes files.
 *
 * A format yields plain JSON objects (`Row`) that fit its declared `columns`; it knows nothing of bytes,
 * files, shards or containers. Every row of every config of a format has the same columns. The one door
 * in is `createRowMaker(format, settings, tools)` of make-rows.ts: bundle in, rows with their config and
 * reason codes out, the split settled and the filters applied. What lies beside the data files in a
 * folder (card, RUN.md, LICENSE, croissant.json, dataset_info.json …) is `folderPapers()` of
 * formats/card/papers.ts: pure, from settings, counts and the list of data files.
 */

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

/** A data file of a folder, as the papers beside it name it. */
export type DataFile = {
  readonly path: string
  readonly config: string
  readonly split: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

/** How a trainer is told about the files: shown in RUN.md. */
export type RunFacts = {
  readonly settings: ExportSettings
  readonly files: readonly DataFile[]
  /** The config to show commands for: the overall question where there is one. */
  readonly config: string
  /** Paths of that config's first file per split; undefined = the split has no rows. */
  readonly train: string | undefined
  readonly test: string | undefined
}

/** A trainer or tool, and what to type for it. */
export type RunRecipe = {
  readonly consumer: string
  /** Shell commands or a file's content, as they are. */
  readonly code: string
  readonly language: "sh" | "yaml" | "python" | "json"
  /** One or two sentences that a person must know. */
  readonly note?: string
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
   * The files can only be typed through the card (nullable columns, lists that may be empty, optional
   * keys). Never for a format that a trainer reads file by file, unless that trainer reads line by line.
   */
  readonly needsCard: boolean
  /** The containers that its consumers open; the first is the default. */
  readonly containers: readonly Container[]
  /** Settings that this format starts from; what a person chose wins. */
  readonly defaults?: Partial<ExportSettings>
  /** Writes conversations out as strings, by the template of the settings. */
  readonly usesTemplate?: boolean
  readonly recipes: (facts: RunFacts) => readonly RunRecipe[]
  /** Further files that a trainer wants, such as LLaMA-Factory's dataset_info.json. */
  readonly papers?: (
    files: readonly DataFile[],
  ) => readonly { readonly path: string; readonly text: string }[]
  /** Fewest rows that the service takes. */
  readonly leastRows?: number
}

/** Made of decided pairs: one better and one worse text, and ties where the format can say them. */
export type PairFormat = Base & {
  readonly needs: "pairs"
  /** Whether a tie can stand in a row of this format. */
  readonly keepsTies: boolean
  /** Whether several rows may come out of one pair (soft labels, a row per annotator). */
  readonly repeatsPairs: boolean
  /** Where only one method makes sense; whatever else is asked for is refused. */
  readonly onlyAggregation?: AggregationName
  /** Rows name people, times or levels, which are only read for formats that say so. */
  readonly needsWho?: boolean
  /** Looks at all pairs of a group itself, so none may be left out before. */
  readonly needsWholeGroups?: boolean
  /** Writes `margin` on every row, so a margin rule must be chosen. */
  readonly hasMargin: boolean
  readonly rows: (prompt: PromptUnit, judged: Judged, context: FormatContext) => Produced
}

/** Made of tasks with everything that was said about them. */
export type TaskFormat = Base & {
  readonly needs: "tasks"
  readonly rows: (bundle: PromptBundle, context: FormatContext) => Produced
}

export type ExportFormat = PairFormat | TaskFormat
