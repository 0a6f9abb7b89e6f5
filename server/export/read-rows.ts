import { createReadStream } from "node:fs"
import { createGunzip } from "node:zlib"
import { Decompress } from "fzstd"
import { type AsyncBuffer, asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet"
import type { Column, ColumnType, Row, Value } from "@/formats/columns"
import { createRowWriter } from "@/formats/row-writer"
import { linesOf } from "@/server/export/lines-of-file"

/**
 * The rows of a data file as the lines they were made from, whatever it is wrapped in; so their hashes are
 * the same in every container. Undefined = a table, which cannot be turned back (a null and an empty text
 * are the same there).
 */
export function readRows(
  path: string,
  columns: readonly Column[] | undefined,
): AsyncIterable<Buffer> | undefined {
  if (path.endsWith(".csv")) return undefined
  if (path.endsWith(".parquet")) return columns && parquetLines(path, columns)
  const bytes = createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>
  if (path.endsWith(".gz")) return linesOf(gunzip(path))
  return linesOf(path.endsWith(".zst") ? unzstd(bytes) : bytes)
}

function gunzip(path: string): AsyncIterable<Buffer> {
  const input = createReadStream(path, { highWaterMark: 256 * 1024 })
  const output = createGunzip()
  input.on("error", (error) => output.destroy(error))
  return input.pipe(output) as AsyncIterable<Buffer>
}

async function* unzstd(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  const zstd = new Decompress((part) => parts.push(Buffer.from(part)))
  for await (const chunk of packed) {
    zstd.push(chunk)
    yield* parts
    parts = []
  }
  zstd.push(new Uint8Array(0), true)
  yield* parts
}

async function* parquetLines(path: string, columns: readonly Column[]): AsyncGenerator<Buffer> {
  const write = createRowWriter(columns)
  const file: AsyncBuffer = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  let start = 0
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows)
    const rows = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd: end, utf8: false })
    for (const row of rows) yield Buffer.from(write(toRow(row, columns)))
    start = end
  }
}

/** Bigints are integers again, and a null of an optional key is no key. */
function toRow(stored: Record<string, unknown>, fields: readonly Column[]): Row {
  const entries = fields.flatMap(({ name, type, optional }): [string, Value][] => {
    const value = stored[name]
    return optional === true && (value === null || value === undefined) ? [] : [[name, toValue(value, type)]]
  })
  return Object.fromEntries(entries)
}

function toValue(value: unknown, type: ColumnType): Value {
  if (value === null || value === undefined) return null
  if (typeof value === "bigint") return Number(value)
  if (type.kind === "list") return (value as unknown[]).map((entry) => toValue(entry, type.of))
  if (type.kind === "struct") return toRow(value as Record<string, unknown>, type.fields)
  return value as Value
}
