import { reviewRequestSchema } from "@/core/adjudication/wire"
import { settleReview } from "@/server/data/adjudication/settle-review"
import { route } from "@/server/http/route"

export const POST = route(
  { access: { project: "adjudications:create" }, body: reviewRequestSchema },
  async ({ access, body }) => {
    await settleReview(access, body)
    return undefined
  },
)
