import type { Mapping } from "@/formats/import/mapping"
import type { ImportCounts } from "@/server/data/import/counts"
import type { BadRow } from "@/server/import/bad-rows"
import type { Container } from "@/server/import/sniff"

/** How a file was understood. */
export type FileReport = {
  readonly file: string
  readonly container: Container
  readonly shape: string
  readonly mapping: Mapping
  /** Columns that were left out; one without a name is called by its place, `(column 1)`. */
  readonly unmappedColumns: readonly string[]
  readonly rows: number
}

export type ImportResult = ImportCounts & {
  /** The first 10,000; `badRowCount` counts all. */
  readonly badRows: readonly BadRow[]
  readonly badRowCount: number
  /** Answers that the new tasks ask for. */
  readonly judgments: number
  /** New annotations, out of our own raw export. */
  readonly annotations: number
  /** Prompts that the cap per source user holds back since this import. */
  readonly heldBack: number
  /** New completions that name their model. */
  readonly leaks: number
  readonly files: readonly FileReport[]
  /** Files of a ZIP or folder that hold no rows. */
  readonly leftOut: readonly string[]
  /** Bad rows that were not to be skipped: the store is as it was. */
  readonly refused: boolean
  readonly dryRun: boolean
  readonly project: string
  readonly importId: string | null
}

const none = { added: 0, existing: 0 }

export const noCounts: ImportCounts = { prompts: none, completions: none, labels: none, tasks: none }

/** Nothing was there to add: the same data was imported before. */
export function addedNothing(result: ImportCounts): boolean {
  const { prompts, completions, labels, tasks } = result
  return [prompts, completions, labels, tasks].every(({ added }) => added === 0)
}
