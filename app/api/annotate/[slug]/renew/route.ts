import { renewRequestSchema } from "@/core/annotate/wire"
import { route } from "@/server/http/route"
import { renewLeases } from "@/server/queue/renew-leases"

export const POST = route(
  { access: { project: "annotations:create" }, body: renewRequestSchema },
  ({ access, body }) => renewLeases(access, body),
)
