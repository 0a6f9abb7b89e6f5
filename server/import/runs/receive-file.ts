import { createWriteStream } from "node:fs"
import { mkdir, rename, stat } from "node:fs/promises"
import { dirname } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { ReadableStream as WebStream } from "node:stream/web"
import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import { addImportFile } from "@/server/data/import-runs"
import { beginImport } from "@/server/import/runs/begin-import"
import { removeUpload, uploadPath } from "@/server/import/runs/upload-folder"

/** A new import of one file, which is the body of a request. Returns the import's id. */
export async function receiveFile(
  access: ProjectAccess<"imports:create">,
  request: Request,
  name: string,
): Promise<string> {
  if (!request.body) throw new DiptychError("INVALID_INPUT", "Send the file as the body of the request.")
  const { id } = await beginImport(access)
  // Announced under its size, which is known when it is here.
  const incoming = uploadPath(id, "incoming")
  try {
    await mkdir(dirname(incoming), { recursive: true, mode: 0o700 })
    await pipeline(Readable.fromWeb(request.body as WebStream), createWriteStream(incoming), {
      signal: request.signal,
    })
    const file = await addImportFile(access, id, { name, bytes: (await stat(incoming)).size })
    await rename(incoming, uploadPath(id, file.id))
    return id
  } catch (error) {
    await removeUpload(id)
    throw error
  }
}
