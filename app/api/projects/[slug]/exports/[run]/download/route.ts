import { z } from "zod"
import { sendExportZip } from "@/server/export/send-export-zip"
import { route } from "@/server/http/route"

/** The files of an earlier export as a ZIP. */
export const GET = route(
  { access: { project: "exports:create" }, params: z.object({ slug: z.string(), run: z.uuid() }) },
  ({ access, params, request }) => sendExportZip(access, params.run, request),
)
