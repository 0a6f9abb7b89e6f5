import { uploadPieceBytes } from "@/core/import-view"
import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import { listImportFiles, requireEditableRun } from "@/server/data/import-runs"
import { writePiece } from "@/server/import/runs/upload-folder"

export type Piece = {
  readonly importId: string
  readonly fileId: string
  readonly offset: number
  readonly body: ReadableStream<Uint8Array> | null
}

/** Takes one piece of an announced file; never more bytes than were announced. */
export async function takePiece(
  access: ProjectAccess<"imports:create">,
  { importId, fileId, offset, body }: Piece,
): Promise<{ received: number }> {
  await requireEditableRun(access, importId)
  const file = (await listImportFiles(access, importId)).find((one) => one.id === fileId)
  if (!file) throw new DiptychError("NOT_FOUND", "There is no such file in this import.")
  const bytes = await readPiece(body)
  if (offset + bytes.length > file.bytes) {
    throw new DiptychError("INVALID_INPUT", `${file.name} is longer than was said. Add it again.`)
  }
  await writePiece(importId, fileId, offset, bytes)
  return { received: offset + bytes.length }
}

async function readPiece(body: ReadableStream<Uint8Array> | null): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > uploadPieceBytes) {
      throw new DiptychError("TOO_LARGE", `A piece has at most ${uploadPieceBytes} bytes.`)
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}
