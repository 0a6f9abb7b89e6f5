import { rulingRequestSchema } from "@/core/adjudication/wire"
import { submitRuling } from "@/server/adjudication/submit-ruling"
import { route } from "@/server/http/route"

export const POST = route(
  { access: { project: ["adjudications:create", "annotations:create"] }, body: rulingRequestSchema },
  ({ access, body }) => submitRuling(access, body),
)
