import { nextRequestSchema } from "@/core/adjudication/wire"
import { nextCases } from "@/server/adjudication/next-cases"
import { route } from "@/server/http/route"

export const POST = route(
  {
    access: { project: ["adjudications:create", "annotations:create", "tasks:read"] },
    body: nextRequestSchema,
  },
  ({ access, body }) => nextCases(access, body),
)
