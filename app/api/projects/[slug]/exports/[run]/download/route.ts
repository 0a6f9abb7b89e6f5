import { z } from "zod"
import { openExportZip } from "@/server/export/export-zip"
import { route } from "@/server/http/route"

/** The files of an earlier export, made again from its snapshot while they are sent. */
export const GET = route(
  { access: { project: "exports:create" }, params: z.object({ slug: z.string(), run: z.uuid() }) },
  async ({ access, params }) => {
    const { fileName, body } = await openExportZip(access, params.run)
    return new Response(body, {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    })
  },
)
