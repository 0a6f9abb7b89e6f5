import { z } from "zod"
import { getExportJob } from "@/server/data/export/export-jobs"
import { route } from "@/server/http/route"

/** How far an export is. */
export const GET = route(
  { access: { project: "exports:create" }, params: z.object({ run: z.uuid() }) },
  ({ access, params }) => getExportJob(access, params.run),
)
