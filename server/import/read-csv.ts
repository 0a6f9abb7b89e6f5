import { findDelimiter } from "@/formats/import/csv-delimiter"
import type { CsvRecord } from "@/formats/import/csv-records"
import { CsvFault, CsvParser } from "@/formats/import/csv-records"
import type { RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { decodeUtf8 } from "@/server/import/decode"
import { fileFault } from "@/server/import/file-fault"
import type { RawRecord } from "@/server/import/raw-record"

/**
 * CSV or TSV with a header line. Bytes go through the parser as latin1 (one character per byte) and
 * each field is then decoded as UTF-8, so that a wrong byte is named by line and column. Without a
 * delimiter the header says it.
 */
export async function* readCsv(
  source: AsyncIterable<Buffer>,
  delimiter: string | undefined,
  limit: number,
): AsyncGenerator<RawRecord[]> {
  let parser = delimiter === undefined ? undefined : new CsvParser(delimiter, limit)
  let held = ""
  let header: readonly string[] | undefined
  const take = (text: string, last: boolean): RawRecord[] => {
    held = parser ? text : held + text
    if (!parser) {
      const found = findDelimiter(held, last)
      if (found === undefined) return []
      parser = new CsvParser(found, limit)
    }
    const records = push(parser, held, last)
    held = ""
    if (!header) {
      const first = records.shift()
      if (!first) return []
      header = toHeader(first)
    }
    const columns = header
    return records.map((record) => toRecord(record, columns))
  }
  for await (const chunk of source) {
    const rows = take(chunk.toString("latin1"), false)
    if (rows.length > 0) yield rows
  }
  const rows = take("", true)
  if (rows.length > 0) yield rows
}

function push(parser: CsvParser, text: string, last: boolean): CsvRecord[] {
  try {
    return parser.push(text, last)
  } catch (error) {
    throw error instanceof CsvFault ? fileFault(error.found, error.expected, error.line) : error
  }
}

/** A column without a name gets one by its place, so that it can be reported and mapped. */
export function unnamedColumn(index: number): string {
  return `(column ${index + 1})`
}

function toHeader(record: CsvRecord): string[] {
  const names = record.fields.map((field, index) => {
    try {
      return decodeUtf8(Buffer.from(field, "latin1"), "header").trim() || unnamedColumn(index)
    } catch (error) {
      throw error instanceof RowFault ? fileFault(error.bad.found, error.bad.expected, record.line) : error
    }
  })
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw fileFault(`the column "${twice}" twice`, "each column name once", record.line)
  }
  return names
}

function toRecord(record: CsvRecord, header: readonly string[]): RawRecord {
  const { line, fields } = record
  if (fields.length !== header.length) {
    const expected = `${header.length} columns, as in the first line`
    return { line, bad: { field: "row", found: `${fields.length} columns`, expected } }
  }
  try {
    const value = Object.create(null) as Record<string, string>
    header.forEach((name, index) => {
      value[name] = decodeUtf8(Buffer.from(fields[index] ?? "", "latin1"), name)
    })
    const row: RawRow = { line, value, textual: true }
    return { line, row }
  } catch (error) {
    if (error instanceof RowFault) return { line, bad: error.bad }
    throw error
  }
}
