import { z } from "zod"
import { cancelExportJob } from "@/server/data/export/export-jobs"
import { route } from "@/server/http/route"

export const POST = route(
  { access: { project: "exports:create" }, params: z.object({ run: z.uuid() }) },
  async ({ access, params }) => {
    await cancelExportJob(access, params.run)
    return undefined
  },
)
