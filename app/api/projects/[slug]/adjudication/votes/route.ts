import { z } from "zod"
import { pairRefSchema } from "@/core/adjudication/wire"
import { listBlindVotes } from "@/server/adjudication/list-blind-votes"
import { route } from "@/server/http/route"

export const GET = route(
  {
    access: { project: ["adjudications:create", "annotations:create"] },
    query: pairRefSchema.extend({ left: z.coerce.number().int().min(0).max(8) }),
  },
  ({ access, query }) => listBlindVotes(access, query),
)
