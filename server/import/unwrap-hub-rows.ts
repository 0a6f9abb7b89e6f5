import type { RawRecord } from "@/server/import/raw-record"

/**
 * The answer of the Hub's `/rows` address holds the rows in a list of its own, with their numbers and
 * with the names of cells that were too long for it; such a row is refused, since a cut text is none.
 */
export async function* unwrapHubRows(batches: AsyncGenerator<RawRecord[]>): AsyncGenerator<RawRecord[]> {
  for await (const batch of batches) yield batch.flatMap(unwrap)
}

function unwrap(record: RawRecord): RawRecord[] {
  const value = record.row?.value
  const rows = value?.["rows"]
  if (!record.row || !Array.isArray(value?.["features"]) || !Array.isArray(rows)) return [record]
  return rows.map((one: unknown): RawRecord => {
    const { row, truncated_cells: cut } = toRecord(one)
    if (Array.isArray(cut) && cut.length > 0) {
      const found = `cells that were cut: ${cut.map(String).join(", ").slice(0, 80)}`
      return {
        line: record.line,
        bad: {
          field: "truncated_cells",
          found,
          expected: "whole cells; take the files of the data set instead",
        },
      }
    }
    const held = toRecord(row)
    return { line: record.line, row: { line: record.line, value: held, textual: false } }
  })
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}
