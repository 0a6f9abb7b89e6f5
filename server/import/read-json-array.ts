import { fileFault } from "@/server/import/file-fault"
import { toJsonRecord } from "@/server/import/json-record"
import type { RawRecord } from "@/server/import/raw-record"
import { tooLong } from "@/server/import/raw-record"
import { RecordBuffer } from "@/server/import/record-buffer"

const code = { quote: 34, comma: 44, open: 91, close: 93, backslash: 92, lineFeed: 10 }

/**
 * The elements of one JSON array, without ever holding the array: only brackets, strings and commas
 * are followed here, each element is then parsed on its own. So an element has the line it begins
 * on, a broken element is one bad row, and memory is that of one element.
 */
export async function* readJsonArray(
  source: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<RawRecord[]> {
  const record = new RecordBuffer(limit)
  let line = 1
  let startLine = 0
  let depth = 0
  let inString = false
  let escaped = false
  let elements = 0
  let ended = false
  /** A comma was read and its element has not begun. */
  let owed = false

  for await (const chunk of source) {
    const rows: RawRecord[] = []
    let start = depth > 0 && startLine > 0 ? 0 : -1
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      if (byte === code.lineFeed) line++
      if (inString) {
        if (escaped) escaped = false
        else if (byte === code.backslash) escaped = true
        else if (byte === code.quote) inString = false
        continue
      }
      if (byte <= 32) continue
      if (ended) throw fileFault("more text after the end of the array", "one JSON array", line)
      if (depth === 0) {
        depth = 1
        continue
      }
      const closes = depth === 1 && byte === code.close
      if (depth === 1 && (byte === code.comma || closes)) {
        if (startLine > 0) {
          record.add(chunk.subarray(Math.max(start, 0), at))
          rows.push(finish(record, startLine, limit))
          elements++
        } else if (elements > 0 || byte === code.comma || owed) {
          throw fileFault("a comma without an element", "elements with one comma between them", line)
        }
        owed = byte === code.comma
        startLine = 0
        start = -1
        if (closes) {
          depth = 0
          ended = true
        }
        continue
      }
      if (startLine === 0) {
        startLine = line
        start = at
        owed = false
      }
      if (byte === code.quote) inString = true
      else if (byte === code.open || byte === 123) depth++
      else if (byte === code.close || byte === 125) depth--
      if (depth === 0) throw fileFault("a } that closes nothing", "one JSON array", line)
    }
    if (startLine > 0) record.add(chunk.subarray(Math.max(start, 0)))
    if (rows.length > 0) yield rows
  }
  if (!ended) throw fileFault("the end of the file inside the array", 'a closing "]"', line)
}

function finish(record: RecordBuffer, line: number, limit: number): RawRecord {
  const over = record.tooLong
  const bytes = record.take()
  return over ? tooLong(line, limit) : toJsonRecord(bytes, line)
}
