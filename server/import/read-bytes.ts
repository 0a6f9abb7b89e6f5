import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { crc32 } from "node:zlib"
import { fileFault } from "@/server/import/file-fault"
import type { ImportLimits } from "@/server/import/limits"
import type { SourceFile, ZipPart } from "@/server/import/source-file"
import { inflate, unzstd } from "@/server/import/unpack"

/** What has been read so far: for progress, and for the ImportFile row at the end. */
export type ReadMeter = { bytes: number; sha256: string }

/**
 * The bytes of a file or of a ZIP's entry, unpacked where they are gzip or Zstandard (told by the first
 * bytes, never by the name), with a byte order mark taken off. Memory: a few chunks of 256 KiB, whatever
 * the size. Throws FileFault.
 */
export async function* readBytes(
  { path, part }: SourceFile,
  limits: ImportLimits,
  meter: ReadMeter,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256")
  const range = part && { start: part.start, end: part.start + part.packedBytes - 1 }
  const raw = createReadStream(path, { highWaterMark: 256 * 1024, ...range })
  async function* metered(): AsyncGenerator<Buffer> {
    if (part?.packedBytes !== 0) {
      for await (const chunk of raw as AsyncIterable<Buffer>) {
        signal?.throwIfAborted()
        hash.update(chunk)
        meter.bytes += chunk.length
        yield chunk
      }
    }
    meter.sha256 = hash.digest("hex")
  }
  const packed = () => meter.bytes
  try {
    const bytes = part ? readPart(metered(), part, limits, packed) : metered()
    const { head, rest } = await takeHead(bytes, 4)
    yield* withoutMark(unwrap(head, rest, limits, packed))
  } finally {
    raw.destroy()
  }
}

function unwrap(
  head: Buffer,
  rest: AsyncGenerator<Buffer>,
  limits: ImportLimits,
  packed: () => number,
): AsyncGenerator<Buffer> {
  if (head[0] === 0x1f && head[1] === 0x8b) return inflate(rest, "gunzip", { name: "gzip", limits, packed })
  const isZstd = head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528
  return isZstd ? unzstd(rest, { name: "Zstandard file", limits, packed }) : rest
}

/** One entry of a ZIP, held against the size and the checksum that the archive states. */
async function* readPart(
  source: AsyncGenerator<Buffer>,
  part: ZipPart,
  limits: ImportLimits,
  packed: () => number,
): AsyncGenerator<Buffer> {
  const plain = part.deflated ? inflate(source, "inflate", { name: "ZIP", limits, packed }) : source
  let bytes = 0
  let sum = 0
  for await (const chunk of plain) {
    bytes += chunk.length
    if (bytes > part.bytes) break
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (bytes !== part.bytes || sum >>> 0 !== part.crc32 >>> 0) {
    throw fileFault("a file of other bytes than the ZIP states", "a whole ZIP")
  }
}

/** The first bytes, and the whole stream again. */
export async function takeHead(
  source: AsyncIterable<Buffer>,
  size: number,
): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]()
  const taken: Buffer[] = []
  let length = 0
  while (length < size) {
    const next = await iterator.next()
    if (next.done) break
    taken.push(next.value)
    length += next.value.length
  }
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      yield* taken
      for (;;) {
        const next = await iterator.next()
        if (next.done) return
        yield next.value
      }
    } finally {
      await iterator.return?.(undefined)
    }
  }
  return { head: Buffer.concat(taken), rest: rest() }
}

async function* withoutMark(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, rest } = await takeHead(source, 3)
  let skip = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  for await (const chunk of rest) {
    const cut = Math.min(skip, chunk.length)
    skip -= cut
    if (cut < chunk.length) yield cut === 0 ? chunk : chunk.subarray(cut)
  }
}
