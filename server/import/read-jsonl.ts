import { toJsonRecord } from "@/server/import/json-record"
import type { RawRecord } from "@/server/import/raw-record"
import { tooLong } from "@/server/import/raw-record"
import { RecordBuffer } from "@/server/import/record-buffer"

const lineFeed = 10

/** A row per line; blank lines are skipped. Batches, because awaiting each row costs more than parsing it. */
export async function* readJsonl(source: AsyncIterable<Buffer>, limit: number): AsyncGenerator<RawRecord[]> {
  const record = new RecordBuffer(limit)
  let line = 1
  for await (const chunk of source) {
    const rows: RawRecord[] = []
    let start = 0
    for (;;) {
      const end = chunk.indexOf(lineFeed, start)
      if (end < 0) break
      record.add(chunk.subarray(start, end))
      const row = finish(record, line, limit)
      if (row) rows.push(row)
      line++
      start = end + 1
    }
    record.add(chunk.subarray(start))
    if (rows.length > 0) yield rows
  }
  const last = finish(record, line, limit)
  if (last) yield [last]
}

function finish(record: RecordBuffer, line: number, limit: number): RawRecord | undefined {
  const over = record.tooLong
  const bytes = record.take()
  if (over) return tooLong(line, limit)
  return isBlank(bytes) ? undefined : toJsonRecord(bytes, line)
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9 || byte === 13)
}
