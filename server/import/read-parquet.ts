import { isUtf8 } from "node:buffer"
import { createHash, randomUUID } from "node:crypto"
import { createReadStream } from "node:fs"
import type { FileHandle } from "node:fs/promises"
import { open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { decompress } from "fzstd"
import type { AsyncBuffer, Compressors, FileMetaData } from "hyparquet"
import { parquetMetadataAsync, parquetReadObjects } from "hyparquet"
import { fileFault, FileFault } from "@/server/import/file-fault"
import type { ImportLimits } from "@/server/import/limits"
import { type GroupSlices, sliceGroup } from "@/server/import/parquet-pages"
import type { RawRecord } from "@/server/import/raw-record"
import type { ReadMeter } from "@/server/import/read-bytes"
import type { SourceFile } from "@/server/import/source-file"

/**
 * Parquet, some rows of a row group at a time; the number of a row stands for its line. `bytes` are the unpacked
 * bytes of the file: they are put aside on disk where the file is packed, because the format is read
 * from its end. Throws FileFault.
 */
export async function* readParquet(
  file: SourceFile,
  bytes: AsyncGenerator<Buffer>,
  limits: ImportLimits,
  meter: ReadMeter,
): AsyncGenerator<RawRecord[]> {
  const plain = await isPlain(file)
  if (plain) await bytes.return(undefined)
  const handle = plain ? await open(file.path, "r") : await putAside(bytes)
  try {
    const { size } = await handle.stat()
    const buffer = toBuffer(handle, size)
    const metadata = await guarded(() => parquetMetadataAsync(buffer))
    let first = 0
    for (const [index, group] of metadata.row_groups.entries()) {
      const { ends, pages } = await guarded(() => sliceGroup(buffer, metadata, index, compressors, limits))
      let start = first
      for (const end of ends.map((row) => first + row)) {
        const rows = await guarded(() => readRows(buffer, metadata, { start, end }, { index, pages }))
        yield rows.map((row, at): RawRecord => {
          const line = start + at + 1
          return { line, row: { line, value: toPlain(row) as Record<string, unknown>, textual: false } }
        })
        start = end
        if (plain) meter.bytes = Math.round((size * end) / Math.max(1, Number(metadata.num_rows)))
      }
      first += Number(group.num_rows)
    }
    if (plain) await hashWhole(file.path, size, meter)
  } finally {
    await handle.close()
  }
}

/** The file itself is Parquet, with nothing around it. */
async function isPlain({ path, part }: SourceFile): Promise<boolean> {
  if (part) return false
  const handle = await open(path, "r")
  try {
    const head = Buffer.alloc(4)
    await handle.read(head, 0, 4, 0)
    return head.toString("latin1") === "PAR1"
  } finally {
    await handle.close()
  }
}

/** A file without a name: it is gone when it is closed, however this process ends. */
async function putAside(bytes: AsyncIterable<Buffer>): Promise<FileHandle> {
  const path = join(/*turbopackIgnore: true*/ tmpdir(), `diptych-parquet-${randomUUID()}`)
  const handle = await open(path, "wx+", 0o600)
  try {
    await rm(path)
    for await (const chunk of bytes) await handle.write(chunk)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

function toBuffer(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice: async (start, end = byteLength) => {
      const length = Math.max(0, Math.min(end, byteLength) - start)
      const bytes = new Uint8Array(length)
      for (let at = 0; at < length; ) {
        const { bytesRead } = await handle.read(bytes, at, length - at, start + at)
        if (bytesRead === 0) throw new Error("the file ended")
        at += bytesRead
      }
      return bytes.buffer
    },
  }
}

/** Whatever the reader stumbles over is a fault of the file: it was written for whole ones. */
async function guarded<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof FileFault) throw error
    const what = error instanceof Error ? error.message.slice(0, 120) : "unreadable"
    throw fileFault(`a Parquet file that is cut off or damaged (${what})`, "a whole Parquet file")
  }
}

/** Rows of one row group; where its pages are known, only those that hold them are read. */
async function readRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rows: { readonly start: number; readonly end: number },
  group: { readonly index: number } & Pick<GroupSlices, "pages">,
): Promise<Record<string, unknown>[]> {
  // What the reader calls a page index, which it would look for in the file.
  const known = group.pages && { pageLocationsByGroup: { [group.index]: group.pages } }
  return parquetReadObjects({
    file,
    metadata,
    rowStart: rows.start,
    rowEnd: rows.end,
    ...decoding,
    ...known,
  })
}

const compressors: Compressors = {
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (input, length) => decompress(input, new Uint8Array(length)),
}

const decoding = { compressors, utf8: false, parsers: { stringFromBytes: toText } }

/** UTF-8; a byte that is none becomes half a character, so that its row is refused by the field that holds it. */
function toText(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8")
  return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join("")
}

/** What JSON could have held: whole numbers, times as ISO texts, bytes as text. */
function toPlain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return toText(value)
  if (Array.isArray(value)) return value.map(toPlain)
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, toPlain)
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, toPlain(held)]))
}

async function hashWhole(path: string, size: number, meter: ReadMeter): Promise<void> {
  const hash = createHash("sha256")
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer)
  meter.bytes = size
  meter.sha256 = hash.digest("hex")
}
