import type { ImportItem, RawRow } from "@/formats/import/item"
import { checkText } from "@/formats/import/text"

/**
 * An item whose completions carry, as `params.columns`, what the row says in columns that mean nothing to us:
 * its topic, its scores, its ids. Kept as it stands, shown to nobody who judges. Throws RowFault for text that
 * no database holds.
 */
export function keepColumns(row: RawRow, item: ImportItem, taken: ReadonlySet<string>): ImportItem {
  const columns = Object.entries(row.value).filter(
    ([name, value]) => !taken.has(name) && value !== null && value !== undefined && value !== "",
  )
  // A line of our own brings what was kept in its params.
  if (columns.length === 0 || item.history) return item
  for (const [name, value] of columns) checkValue(name, value)
  const kept = Object.fromEntries(columns)
  return {
    ...item,
    completions: item.completions.map((one) => ({ ...one, params: { ...one.params, columns: kept } })),
  }
}

function checkValue(name: string, value: unknown): void {
  if (typeof value === "string") checkText(value, name)
  else if (Array.isArray(value)) for (const one of value) checkValue(name, one)
  else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      checkText(key, name)
      checkValue(name, one)
    }
  }
}
