import { z } from "zod"
import { cancelImportRun } from "@/server/data/import-runs"
import { route } from "@/server/http/route"

export const POST = route(
  { access: { project: "imports:create" }, params: z.object({ importId: z.uuid() }) },
  async ({ access, params }) => {
    await cancelImportRun(access, params.importId)
    return undefined
  },
)
