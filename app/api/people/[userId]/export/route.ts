import { z } from "zod"
import { findPersonToExport, readPersonRecord } from "@/server/data/person-record"
import { route } from "@/server/http/route"
import { streamLines } from "@/server/http/stream-lines"

/** The same about somebody else, for the owner of the instance, who must answer such requests. */
export const GET = route(
  { access: { instance: "users:manage" }, params: z.object({ userId: z.uuid() }) },
  async ({ access, params }) =>
    streamLines(readPersonRecord(access, await findPersonToExport(access, params)), {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="person-${params.userId}.json"`,
    }),
)
