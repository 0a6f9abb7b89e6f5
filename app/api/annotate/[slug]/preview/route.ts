import { previewRequestSchema } from "@/core/annotate/wire"
import { previewText } from "@/server/annotate/preview-text"
import { route } from "@/server/http/route"

export const POST = route(
  {
    access: { project: "annotations:create" },
    body: previewRequestSchema,
    maxBytes: 4 * 1024 * 1024,
    limit: { name: "preview", max: 600, seconds: 3600 },
  },
  ({ access, body }) => previewText(access, body),
)
