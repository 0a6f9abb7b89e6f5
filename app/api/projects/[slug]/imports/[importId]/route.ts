import { z } from "zod"
import { getImportRun } from "@/server/data/import-runs"
import { route } from "@/server/http/route"

/** Where an import stands. */
export const GET = route(
  { access: { project: "imports:create" }, params: z.object({ importId: z.uuid() }) },
  ({ access, params }) => getImportRun(access, params.importId),
)
