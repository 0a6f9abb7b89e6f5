import { releaseCasesSchema } from "@/core/adjudication/wire"
import { requireAdjudicator } from "@/server/adjudication/require-adjudicator"
import { releaseContested } from "@/server/data/adjudication/lease-contested"
import { route } from "@/server/http/route"

export const POST = route(
  { access: { project: ["adjudications:create", "annotations:create"] }, body: releaseCasesSchema },
  async ({ access, body }) => {
    await releaseContested(requireAdjudicator(access), body.tasks)
    return undefined
  },
)
