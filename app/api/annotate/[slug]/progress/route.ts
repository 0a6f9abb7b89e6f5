import { progressQuerySchema } from "@/core/annotate/wire"
import { getOwnProgress } from "@/server/annotate/get-own-progress"
import { route } from "@/server/http/route"

export const GET = route(
  { access: { project: "annotations:create" }, query: progressQuerySchema },
  ({ access, query }) => getOwnProgress(access, query),
)
