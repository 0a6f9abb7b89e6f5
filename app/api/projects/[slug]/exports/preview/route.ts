import { exportWishSchema } from "@/core/exports/export-view"
import { previewExport } from "@/server/export/preview-export"
import { route } from "@/server/http/route"

/** What an export would hold now. Changes nothing; a POST because the settings are an object. */
export const POST = route(
  { access: { project: "exports:create" }, body: exportWishSchema },
  ({ access, body, request }) => previewExport(access, body, request.signal),
)
