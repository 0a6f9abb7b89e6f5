import { z } from "zod"
import { numbersQuerySchema, toNumbersFilter } from "@/core/numbers/query"
import { route } from "@/server/http/route"
import { getCrowdSeen } from "@/server/numbers/get-crowd"
import { getSeen } from "@/server/numbers/get-seen"

/** Whether there is something newer to show: asked by the page every few seconds. */
export const GET = route(
  {
    access: { project: ["results:read", "tasks:read", "annotations:read"] },
    params: z.object({ slug: z.string() }),
    query: numbersQuerySchema,
  },
  async ({ access, query }) => {
    const filter = toNumbersFilter(query)
    return { seen: `${await getSeen(access, filter)} ${await getCrowdSeen(access, filter)}` }
  },
)
