import { z } from "zod"
import { numbersQuerySchema, toNumbersFilter } from "@/core/numbers/query"
import { route } from "@/server/http/route"
import { getAsideSeen } from "@/server/numbers/get-aside"
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
    const [figures, ...asides] = await Promise.all([
      getSeen(access, filter),
      getAsideSeen(access, filter, "crowd"),
      getAsideSeen(access, filter, "slices"),
    ])
    return { seen: [figures, ...asides].join(" ") }
  },
)
