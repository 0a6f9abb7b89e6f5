import { releaseRequestSchema } from "@/core/annotate/wire"
import { route } from "@/server/http/route"
import { releaseTasks } from "@/server/queue/release-tasks"

export const POST = route(
  { access: { project: "annotations:create" }, body: releaseRequestSchema },
  ({ access, body }) => releaseTasks(access, body),
)
