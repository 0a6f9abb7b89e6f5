import { createGunzip, createInflateRaw } from "node:zlib"
import { Decompress } from "fzstd"
import { fileFault } from "@/server/import/file-fault"
import type { ImportLimits } from "@/server/import/limits"

type Packing = {
  /** `gzip`, `ZIP`, …: as it stands in a refusal. */
  readonly name: string
  readonly limits: ImportLimits
  /** Packed bytes taken so far. */
  readonly packed: () => number
}

/** Gzip (`gunzip`) or the raw deflate of a ZIP entry (`inflate`), unpacked as it is asked for. Throws FileFault. */
export async function* inflate(
  source: AsyncIterable<Buffer>,
  method: "gunzip" | "inflate",
  packing: Packing,
): AsyncGenerator<Buffer> {
  const options = { chunkSize: 256 * 1024 }
  const unzip = method === "gunzip" ? createGunzip(options) : createInflateRaw(options)
  const feeding = feed(source, unzip)
  // Awaited below; without this an early fault of the reader would count as unhandled.
  feeding.catch(() => {})
  try {
    yield* watched(unzip as AsyncIterable<Buffer>, packing)
    await feeding
  } catch (error) {
    throw isZlibError(error)
      ? fileFault(describeZlib(error, packing.name), `a whole ${packing.name} file`)
      : error
  } finally {
    unzip.destroy()
  }
}

/** Zstandard, frame after frame. Throws FileFault. */
export async function* unzstd(source: AsyncIterable<Buffer>, packing: Packing): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  const zstd = new Decompress((part) => parts.push(Buffer.from(part)))
  const push = (chunk: Uint8Array, last: boolean): Buffer[] => {
    try {
      zstd.push(chunk, last)
    } catch (error) {
      const cut = error instanceof Error && /EOF/i.test(error.message)
      throw fileFault(
        cut ? "a Zstandard file that is cut off" : "a damaged Zstandard file",
        "a whole Zstandard file",
      )
    }
    const done = parts
    parts = []
    return done
  }
  async function* plain(): AsyncGenerator<Buffer> {
    for await (const chunk of source) yield* push(chunk, false)
    yield* push(new Uint8Array(0), true)
  }
  yield* watched(plain(), packing)
}

/** Stops at what unpacks to far more than text does. */
async function* watched(
  source: AsyncIterable<Buffer>,
  { name, limits, packed }: Packing,
): AsyncGenerator<Buffer> {
  let unpacked = 0
  for await (const chunk of source) {
    unpacked += chunk.length
    if (unpacked > limits.ratioFromBytes && unpacked > limits.maxRatio * packed()) {
      throw fileFault(
        `a ${name} that unpacks to more than ${limits.maxRatio} times its size`,
        "ordinary text; unpack it first if this is no mistake",
      )
    }
    yield chunk
  }
}

type Unzip = ReturnType<typeof createGunzip> | ReturnType<typeof createInflateRaw>

async function feed(packed: AsyncIterable<Buffer>, unzip: Unzip): Promise<void> {
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

function drained(unzip: Unzip): Promise<void> {
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

function describeZlib(error: NodeJS.ErrnoException, name: string): string {
  return error.code === "Z_BUF_ERROR" ? `a ${name} that is cut off` : `a damaged ${name}`
}
