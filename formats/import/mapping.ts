import { z } from "zod"
import { DiptychError } from "@/core/errors"

/** What a column can mean; the names used by `import --map field=column`. */
export const importFields = [
  "prompt",
  "system",
  "model",
  "completion",
  "reference",
  "chosen",
  "rejected",
  "id",
  "split",
  "tag",
  "language",
  "useCase",
  "conversation",
  "user",
] as const
export type ImportField = (typeof importFields)[number]

/** Columns per field. Several columns: of `prompt`, joined by a blank line; of `completion`, one answer each. */
export type Mapping = Readonly<Partial<Record<ImportField, readonly string[]>>>

/** A mapping as a program sends it; an empty list says that the field has no column. */
export const mappingSchema = z.partialRecord(z.enum(importFields), z.array(z.string().max(1000)).max(50))

/**
 * Out of the `field=column` words of the command line; a field may come several times, and a column
 * may hold `=`. Throws INVALID_INPUT.
 */
export function parseMapping(words: readonly string[]): Mapping {
  const mapping: Partial<Record<ImportField, string[]>> = {}
  for (const word of words) {
    const cut = word.indexOf("=")
    const field = importFields.find((name) => name === word.slice(0, cut).trim())
    const column = word.slice(cut + 1)
    if (cut < 1 || !field || column === "") {
      throw new DiptychError(
        "INVALID_INPUT",
        `"${word}" is no mapping; expected field=column, where field is one of ${importFields.join(", ")}.`,
        { field: "map" },
      )
    }
    const columns = (mapping[field] ??= [])
    if (!columns.includes(column)) columns.push(column)
  }
  return mapping
}

/** The first column of a field. */
export function columnOf(mapping: Mapping, field: ImportField): string | undefined {
  return mapping[field]?.[0]
}
