import { z } from "zod"
import { DiptychError } from "@/core/errors"
import type { RawRow } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import type { Shape } from "@/formats/import/shape"
import { conversations } from "@/formats/import/shape-conversations"
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
  conversations,
  prompts,
]

/** For people to choose from. What only says why it cannot be read is no choice. */
export const shapeChoices = shapes
  .filter((shape) => shape !== stepwise)
  .map(({ name, label }) => ({ name, label }))

/** A shape by name, where a person knows better than the first rows. */
export const shapeNameSchema = z.string().refine((name) => shapes.some((shape) => shape.name === name), {
  error: ({ input }) => noShape(String(input)),
})

function noShape(name: string): string {
  return `There is no shape "${name}"; there are ${shapes.map((shape) => shape.name).join(", ")}.`
}

/** How a person wants files to be read: all open = as they look. */
export type Reading = { readonly mapping: Mapping; readonly shape?: string | null | undefined }

export type Understood = {
  readonly shape: Shape
  readonly mapping: Mapping
  /** Columns that no field takes: reported, and left out. */
  readonly unmapped: readonly string[]
}

/**
 * Finds the shape of a file out of its first rows, or takes the one that was named. Throws BAD_DATA that
 * names the columns there are and how to say what they mean.
 */
export function detectShape(
  sample: readonly RawRow[],
  columns: readonly string[],
  { mapping: given, shape: asked }: Reading,
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
  for (const shape of asked ? [findShape(asked)] : shapes) {
    const mapping = shape.detect(sample, columns, given, Boolean(asked))
    if (!mapping) {
      if (asked) throw cannotBe(shape, columns)
      continue
    }
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

/** Throws INVALID_INPUT that names them all. */
function findShape(name: string): Shape {
  const shape = shapes.find((one) => one.name === name)
  if (shape) return shape
  throw new DiptychError("INVALID_INPUT", noShape(name), { field: "shape" })
}

function cannotBe(shape: Shape, columns: readonly string[]): DiptychError {
  const needed = shape.columns
    ? `the columns ${listed(shape.columns)}, and no text mapped elsewhere`
    : `a column for each of ${shape.needs.join(", ")} (--map ${shape.needs[0] ?? "prompt"}=…)`
  return new DiptychError(
    "BAD_DATA",
    `This cannot be read as ${shape.name}: that needs ${needed}. The file has ${listed(columns)}.`,
    { columns, shape: shape.name },
  )
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? "no columns" : columns.map((column) => `"${column}"`).join(", ")
}
