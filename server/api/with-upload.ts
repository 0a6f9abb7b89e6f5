import { createWriteStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { extname, join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { ReadableStream as WebStream } from "node:stream/web"
import { DiptychError } from "@/core/errors"
import { env } from "@/server/env"

/** Puts a request's body into a file of its own for as long as `work` needs it. */
export async function withUpload<T>(
  request: Request,
  name: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  if (!request.body) throw new DiptychError("INVALID_INPUT", "Send the file as the body of the request.")
  const root = env().DIPTYCH_UPLOADS ?? tmpdir()
  const folder = await mkdtemp(join(/*turbopackIgnore: true*/ root, "diptych-api-"))
  try {
    // The ending is all that is kept of a name that somebody sent.
    const path = join(folder, `upload${extname(name).replaceAll(/[^.\w]/g, "")}`)
    await pipeline(Readable.fromWeb(request.body as WebStream), createWriteStream(path), {
      signal: request.signal,
    })
    return await work(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
