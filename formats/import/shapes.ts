import { DiptychError } from "@/core/errors"
import type { RawRow } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import type { Shape } from "@/formats/import/shape"
import { long } from "@/formats/import/shape-long"
import { prompts } from "@/formats/import/shape-prompts"
import { transcripts } from "@/formats/import/shape-transcripts"
import { wide } from "@/formats/import/shape-wide"
import { arena } from "@/formats/import/source-arena"
import { arenaTable } from "@/formats/import/source-arena-table"
import { argillaFlat, argillaRecords } from "@/formats/import/source-argilla"
import { battleLog } from "@/formats/import/source-battle-log"
import { helpsteer2, helpsteerRatings } from "@/formats/import/source-helpsteer2"
import { helpsteer3 } from "@/formats/import/source-helpsteer3"
import { openaiDpo, vertex } from "@/formats/import/source-hosted"
import { labelStudio } from "@/formats/import/source-label-studio"
import { nectar } from "@/formats/import/source-nectar"
import { oasstMessages, oasstTrees } from "@/formats/import/source-oasst"
import { rawAnnotationLines } from "@/formats/import/source-raw"
import { safeRlhf } from "@/formats/import/source-safe-rlhf"
import { shp } from "@/formats/import/source-shp"
import { summaries, summaryRatings } from "@/formats/import/source-summaries"
import { thumbsSources } from "@/formats/import/source-thumbs"
import { alpacaHistory, msSwift, nemoRl, rewardBench2, stepwise } from "@/formats/import/source-trainers"
import { ultrafeedback } from "@/formats/import/source-ultrafeedback"
import { webgpt } from "@/formats/import/source-webgpt"

/**
 * Every shape, the most telling first: the first that fits is taken. Published layouts are known by
 * their very columns; the general shapes at the end take any names of columns, guessed or said.
 */
export const shapes: readonly Shape[] = [
  rawAnnotationLines,
  arena,
  arenaTable,
  battleLog,
  helpsteer3,
  helpsteer2,
  helpsteerRatings,
  safeRlhf,
  ultrafeedback,
  nectar,
  shp,
  webgpt,
  summaries,
  summaryRatings,
  oasstTrees,
  oasstMessages,
  openaiDpo,
  vertex,
  nemoRl,
  ...msSwift,
  alpacaHistory,
  rewardBench2,
  stepwise,
  labelStudio,
  argillaRecords,
  argillaFlat,
  ...thumbsSources,
  transcripts,
  wide,
  long,
  prompts,
]

export type Understood = {
  readonly shape: Shape
  readonly mapping: Mapping
  /** Columns that no field takes: reported, and left out. */
  readonly unmapped: readonly string[]
}

/**
 * Finds the shape of a file out of its first rows. Throws BAD_DATA that names the columns there are
 * and how to say what they mean.
 */
export function detectShape(
  sample: readonly RawRow[],
  columns: readonly string[],
  given: Mapping,
): Understood {
  for (const column of Object.values(given).flat()) {
    if (!columns.includes(column)) {
      throw new DiptychError(
        "BAD_DATA",
        `There is no column "${column}" in the file; it has ${listed(columns)}.`,
        {
          column,
          columns,
        },
      )
    }
  }
  for (const shape of shapes) {
    const mapping = shape.detect(sample, columns, given)
    if (!mapping) continue
    const taken = new Set([...Object.values(mapping).flat(), ...(shape.also ?? [])])
    return { shape, mapping, unmapped: columns.filter((column) => !taken.has(column)) }
  }
  throw new DiptychError(
    "BAD_DATA",
    `Cannot tell what the columns mean: ${listed(columns)}. Expected a prompt with its completions, or chosen and rejected; ` +
      `say it with --map prompt=… --map completion=… (or chosen and rejected; prompt alone for prompts without answers).`,
    { columns },
  )
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? "no columns" : columns.map((column) => `"${column}"`).join(", ")
}
