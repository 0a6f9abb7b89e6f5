import type { ProjectAccess } from "@/server/access"
import { openExportZip } from "@/server/export/export-zip"
import { noSuchRange, rangeAnswer, readRange } from "@/server/http/byte-range"

/** The files of an earlier export as a ZIP. A broken download goes on with `Range: bytes=N-`. */
export async function sendExportZip(
  access: ProjectAccess<"exports:create">,
  run: string,
  request: Request,
): Promise<Response> {
  const whole = await openExportZip(access, run, { signal: request.signal })
  const range = readRange(request.headers, whole.bytes, whole.etag)
  if (range !== null) await whole.body.cancel()
  if (range === "none") return noSuchRange(whole.bytes)
  // A range with an end is for files; of the ZIP the whole rest is what anybody wants.
  const rest = range && { start: range.start, end: whole.bytes - 1 }
  const { body } = rest
    ? await openExportZip(access, run, { from: rest.start, signal: request.signal })
    : whole
  const { status, headers } = rangeAnswer(rest, whole.bytes, whole.etag)
  return new Response(body, {
    status,
    headers: {
      ...headers,
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${whole.fileName}"`,
    },
  })
}
