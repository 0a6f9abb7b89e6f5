import { exportWishSchema } from "@/core/exports/export-view"
import { createExport } from "@/server/export/create-export"
import { route } from "@/server/http/route"

/** Fixes an export at this moment; answers with its id, which is what the download needs. */
export const POST = route(
  { access: { project: "exports:create" }, body: exportWishSchema },
  async ({ access, body, request }) => {
    const { id, plan } = await createExport(access, body, request.signal)
    return { id, counts: plan.manifest.counts, sha256: plan.manifest.sha256 }
  },
)
