import type { ImportItem, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { wide } from "@/formats/import/shape-wide"

/** The texts of a record that another tool keeps in an object of its own (`data`, `fields`). */
export type InnerRow = {
  readonly item: ImportItem
  /** Names of the columns of the completions, in their order; empty where they came as a list. */
  readonly columns: readonly string[]
}

/** Reads that object as a row with all its completions. Throws RowFault. */
export function readInnerRow(row: RawRow, value: Readonly<Record<string, unknown>>, field: string): InnerRow {
  const inner: RawRow = { line: row.line, value, textual: false }
  const mapping = wide.detect([inner], Object.keys(value), {}, false)
  if (!mapping) {
    const found = `the keys ${Object.keys(value).slice(0, 20).join(", ") || "none"}`
    throw new RowFault({ field, found, expected: "a prompt and at least two answers" })
  }
  const read = wide.read(inner, mapping)
  const item = "prompt" in read ? read : read[0]
  if (!item) throw new RangeError("A row without an item.")
  const columns = mapping.completion ?? []
  return { item, columns: columns.length === item.completions.length ? columns : [] }
}
