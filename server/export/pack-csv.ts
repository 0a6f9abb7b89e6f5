import { type Column, type ColumnType, type Row, text, type Value } from "@/formats/columns"
import { toFloatText } from "@/formats/row-writer"

/**
 * A table: nested columns become JSON, null an empty cell, line ends are CRLF (RFC 4180). A cell of text
 * that a spreadsheet would run as a formula gets an apostrophe before it; so does one that begins with
 * apostrophes before such a character, so that the way back is plain.
 */
export async function* packCsv(
  lines: AsyncIterable<string>,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array> {
  let rows = [columns.map(({ name }) => toCell(name, text)).join(",")]
  let size = 0
  for await (const line of lines) {
    const row = JSON.parse(line) as Row
    const record = columns.map(({ name, type }) => toCell(row[name] ?? null, type)).join(",")
    rows.push(record)
    size += record.length
    if (size > 256 * 1024) {
      yield Buffer.from(`${rows.join("\r\n")}\r\n`)
      rows = []
      size = 0
    }
  }
  if (rows.length > 0) yield Buffer.from(`${rows.join("\r\n")}\r\n`)
}

function toCell(value: Value, type: ColumnType): string {
  if (value === null) return ""
  if (typeof value === "number") return type.kind === "float64" ? toFloatText(value) : String(value)
  if (typeof value === "boolean") return String(value)
  const cell = typeof value === "string" ? defuse(value) : JSON.stringify(value)
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** `=1+1` becomes `'=1+1`, `'=1` becomes `''=1`; white space before the sign does not hide it. */
export function defuse(text: string): string {
  return /^'*\s*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text
}

/** The text that `defuse` made the cell from. */
export function refuse(cell: string): string {
  return /^'+\s*[=+\-@\t\r|%]/.test(cell) ? cell.slice(1) : cell
}
