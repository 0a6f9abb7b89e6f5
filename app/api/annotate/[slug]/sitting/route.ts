import { sittingQuerySchema } from "@/core/annotate/wire"
import { listSitting } from "@/server/annotate/list-sitting"
import { route } from "@/server/http/route"

export const GET = route(
  { access: { project: "annotations:create" }, query: sittingQuerySchema },
  ({ access, query }) => listSitting(access, query),
)
