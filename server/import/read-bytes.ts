import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { createGunzip } from "node:zlib"
import { fileFault } from "@/server/import/file-fault"
import type { ImportLimits } from "@/server/import/limits"

/** What has been read so far: for progress, and for the ImportFile row at the end. */
export type ReadMeter = { bytes: number; sha256: string }

/**
 * The bytes of a file, unpacked where it is gzip (told by its first bytes, never by its name), with
 * a byte order mark taken off. Memory: a few chunks of 256 KiB, whatever the size.
 */
export async function* readBytes(
  path: string,
  limits: ImportLimits,
  meter: ReadMeter,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256")
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 })
  async function* metered(): AsyncGenerator<Buffer> {
    for await (const chunk of raw as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      hash.update(chunk)
      meter.bytes += chunk.length
      yield chunk
    }
    meter.sha256 = hash.digest("hex")
  }
  try {
    const { head, rest } = await takeHead(metered(), 4)
    const gzip = head[0] === 0x1f && head[1] === 0x8b
    yield* withoutMark(gzip ? gunzip(rest, limits, meter) : rest)
  } finally {
    raw.destroy()
  }
}

async function* gunzip(
  packed: AsyncIterable<Buffer>,
  limits: ImportLimits,
  meter: ReadMeter,
): AsyncGenerator<Buffer> {
  const unzip = createGunzip({ chunkSize: 256 * 1024 })
  const feeding = feed(packed, unzip)
  // Awaited below; without this an early fault of the reader would count as unhandled.
  feeding.catch(() => {})
  let unpacked = 0
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      unpacked += chunk.length
      if (unpacked > limits.ratioFromBytes && unpacked > limits.maxRatio * meter.bytes) {
        throw fileFault(
          `a gzip that unpacks to more than ${limits.maxRatio} times its size`,
          "ordinary text; unpack it first if this is no mistake",
        )
      }
      yield chunk
    }
    await feeding
  } catch (error) {
    throw isZlibError(error) ? fileFault(describeZlib(error), "a whole gzip file") : error
  } finally {
    unzip.destroy()
  }
}

async function feed(packed: AsyncIterable<Buffer>, unzip: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of packed) {
      if (unzip.destroyed) return
      if (!unzip.write(chunk)) await drained(unzip)
    }
    unzip.end()
  } catch (error) {
    unzip.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

function drained(unzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      unzip.off("drain", done).off("close", done)
      resolve()
    }
    unzip.once("drain", done).once("close", done)
  })
}

function isZlibError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_")
}

function describeZlib(error: NodeJS.ErrnoException): string {
  return error.code === "Z_BUF_ERROR" ? "a gzip that is cut off" : "a damaged gzip"
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
