import { z } from "zod"
import { openExportFile } from "@/server/export/open-export-file"
import { noSuchRange, rangeAnswer, readRange } from "@/server/http/byte-range"
import { route } from "@/server/http/route"

/** One file of an earlier export, whole or from where a download broke off; its ETag is its SHA-256. */
export const GET = route(
  {
    access: { project: "exports:create" },
    params: z.object({ slug: z.string(), run: z.uuid(), path: z.array(z.string()) }),
  },
  async ({ access, params, request }) => {
    const file = await openExportFile(access, params.run, params.path.join("/"), request.signal)
    if (request.headers.get("if-none-match") === file.etag) {
      return new Response(null, { status: 304, headers: { etag: file.etag } })
    }
    const range = readRange(request.headers, file.bytes, file.etag)
    if (range === "none") return noSuchRange(file.bytes)
    const { status, headers } = rangeAnswer(range, file.bytes, file.etag)
    return new Response(await file.read(range), {
      status,
      headers: {
        ...headers,
        "content-type": "application/octet-stream",
        "x-content-type-options": "nosniff",
      },
    })
  },
)
