import { exportWishSchema } from "@/core/exports/export-view"
import { startExport } from "@/server/export/jobs/start-export"
import { route } from "@/server/http/route"

/** Fixes an export at this moment and begins to make it; answers with its id at once. */
export const POST = route(
  { access: { project: "exports:create" }, body: exportWishSchema },
  async ({ access, body }) => ({ id: await startExport(access, body) }),
)
