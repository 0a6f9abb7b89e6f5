import { DiptychError } from "@/core/errors"
import type { RawRow } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import type { Shape } from "@/formats/import/shape"
import { long } from "@/formats/import/shape-long"
import { transcripts } from "@/formats/import/shape-transcripts"
import { wide } from "@/formats/import/shape-wide"

/** Every shape, the most telling first: the first that fits is taken. */
export const shapes: readonly Shape[] = [transcripts, wide, long]

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
    const taken = new Set(Object.values(mapping).flat())
    return { shape, mapping, unmapped: columns.filter((column) => !taken.has(column)) }
  }
  throw new DiptychError(
    "BAD_DATA",
    `Cannot tell what the columns mean: ${listed(columns)}. Expected a prompt with its completions, or chosen and rejected; ` +
      `say it with --map prompt=… --map completion=… (or chosen and rejected).`,
    { columns },
  )
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? "no columns" : columns.map((column) => `"${column}"`).join(", ")
}
