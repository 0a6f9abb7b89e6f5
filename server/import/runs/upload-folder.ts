import { mkdir, open, readdir, rm, stat } from "node:fs/promises"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { DiptychError } from "@/core/errors"
import { env } from "@/server/env"

/** Where the pieces of a browser's upload wait: a folder per run, a file per id. Ids are UUIDs of ours. */
export function uploadPath(importId: string, fileId: string): string {
  return join(folderOf(importId), fileId)
}

function folderOf(importId: string): string {
  return join(uploadRoot(), importId)
}

/** Without a folder of the installation's own, one per account: another one's could not be written. */
function uploadRoot(): string {
  return (
    env().DIPTYCH_UPLOADS ?? join(/*turbopackIgnore: true*/ tmpdir(), `diptych-imports-${userInfo().uid}`)
  )
}

/**
 * Puts one piece at its place. A piece that was sent again (the answer was lost) is written again to
 * the same effect; a piece past the end is refused, since one before it is missing.
 */
export async function writePiece(
  importId: string,
  fileId: string,
  offset: number,
  bytes: Buffer,
): Promise<void> {
  await mkdir(folderOf(importId), { recursive: true, mode: 0o700 })
  const file = await open(uploadPath(importId, fileId), offset === 0 ? "w" : "r+", 0o600).catch(
    () => undefined,
  )
  const size = file ? (await file.stat()).size : -1
  try {
    if (!file || offset > size) {
      throw new DiptychError("CONFLICT", "A piece of the file is missing; upload it again.", { have: size })
    }
    await file.write(bytes, 0, bytes.length, offset)
  } finally {
    await file?.close()
  }
}

/** Bytes there, or -1. */
export async function uploadedBytes(importId: string, fileId: string): Promise<number> {
  return (await stat(uploadPath(importId, fileId)).catch(() => undefined))?.size ?? -1
}

export async function removeUpload(importId: string, fileId?: string): Promise<void> {
  await rm(fileId ? uploadPath(importId, fileId) : folderOf(importId), { recursive: true, force: true })
}

/** Uploads of imports that nobody started within a day; called when a new import begins. */
export async function sweepUploads(now: number): Promise<void> {
  for (const name of await readdir(uploadRoot()).catch(() => [])) {
    const found = await stat(folderOf(name)).catch(() => undefined)
    if (found && now - found.mtimeMs > 24 * 60 * 60 * 1000) await removeUpload(name)
  }
}
