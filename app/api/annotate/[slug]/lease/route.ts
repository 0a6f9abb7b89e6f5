import { leaseRequestSchema } from "@/core/annotate/wire"
import { leaseTasks } from "@/server/annotate/lease-tasks"
import { route } from "@/server/http/route"

export const POST = route(
  { access: { project: "annotations:create" }, body: leaseRequestSchema },
  ({ access, body }) => leaseTasks(access, body),
)
