import { RowFault } from "@/formats/import/item"
import { parseJsonRow } from "@/formats/import/parse-json-row"
import { decodeUtf8 } from "@/server/import/decode"
import type { RawRecord } from "@/server/import/raw-record"

/** The bytes of one JSON object to a row, or to what is wrong with it. */
export function toJsonRecord(bytes: Buffer, line: number): RawRecord {
  try {
    return { line, row: { line, value: parseJsonRow(decodeUtf8(bytes, "row")), textual: false } }
  } catch (error) {
    if (error instanceof RowFault) return { line, bad: error.bad }
    throw error
  }
}
