import { annotationsRequestSchema } from "@/core/annotate/wire"
import { submitItems } from "@/server/annotate/submit-items"
import { route } from "@/server/http/route"

export const POST = route(
  // An outbox may hold edits of long texts.
  { access: { project: "annotations:create" }, body: annotationsRequestSchema, maxBytes: 16 * 1024 * 1024 },
  ({ access, body }) => submitItems(access, body),
)
