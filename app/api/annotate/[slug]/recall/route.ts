import { recallRequestSchema } from "@/core/annotate/wire"
import { recallTasks } from "@/server/annotate/recall-tasks"
import { route } from "@/server/http/route"

export const POST = route(
  { access: { project: "annotations:create" }, body: recallRequestSchema },
  ({ access, body }) => recallTasks(access, body),
)
