import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { open, rename, rm } from "node:fs/promises"
import { createGzip } from "node:zlib"
import type { Column } from "@/formats/columns"
import type { Container } from "@/formats/export/container"
import { packCsv } from "@/server/export/pack-csv"
import { linesOfFile } from "@/server/export/lines-of-file"

type Packed = { readonly bytes: number; readonly sha256: string }
type Chunks = AsyncIterable<Uint8Array>

/**
 * Turns a file of lines into the container that was asked for, and removes it. The same lines give the
 * same bytes: no name, no time and no choice of the machine is in them. Undefined = the lines are the file.
 */
export async function packShard(
  container: Container,
  lines: string,
  target: string,
  columns: readonly Column[],
  signal?: AbortSignal,
): Promise<Packed | undefined> {
  if (container === "jsonl") {
    await rename(lines, target)
    return undefined
  }
  const packed = await writeChunks(target, pack(container, lines, columns), signal)
  await rm(lines)
  return packed
}

function pack(container: Exclude<Container, "jsonl">, lines: string, columns: readonly Column[]): Chunks {
  switch (container) {
    case "jsonl.gz":
      return gzip(lines)
    case "jsonl.zst":
      return zstd(lines)
    case "parquet":
      return parquet(lines, columns)
    case "csv":
      return packCsv(linesOfFile(lines), columns)
  }
}

/** zlib writes neither name nor time into the header; byte 9 names the system and is made the same. */
async function* gzip(path: string): Chunks {
  let first = true
  const input = createReadStream(path, { highWaterMark: 256 * 1024 })
  const output = createGzip({ level: 6 })
  input.on("error", (error) => output.destroy(error))
  try {
    for await (const chunk of input.pipe(output) as AsyncIterable<Buffer>) {
      if (first && chunk.length > 9) {
        chunk[9] = 255
        first = false
      }
      yield chunk
    }
  } finally {
    input.destroy()
  }
}

// Compressors and writers that most exports do without are loaded when one needs them: they are megabytes.

async function* parquet(path: string, columns: readonly Column[]): Chunks {
  const { packParquet } = await import("@/server/export/pack-parquet")
  yield* packParquet(linesOfFile(path), columns)
}

/** The compressor holds one stream at a time for the whole process. */
let compressing: Promise<unknown> = Promise.resolve()

/** One frame: some readers stop after the first and lose the rest without a word. */
async function* zstd(path: string): Chunks {
  let done = () => {}
  const before = compressing
  compressing = new Promise<void>((resolve) => {
    done = resolve
  })
  try {
    await before
    const { Zstd } = await import("@hpcc-js/wasm-zstd")
    const compressor = await Zstd.load()
    compressor.reset()
    compressor.setCompressionLevel(3)
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      const part = compressor.compressChunk(chunk as Buffer)
      if (part.length > 0) yield part.slice()
    }
    yield compressor.compressEnd().slice()
  } finally {
    done()
  }
}

async function writeChunks(target: string, chunks: Chunks, signal?: AbortSignal): Promise<Packed> {
  const hash = createHash("sha256")
  let bytes = 0
  const file = await open(target, "wx")
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted()
      hash.update(chunk)
      bytes += chunk.length
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest("hex") }
}
