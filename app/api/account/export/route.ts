import { readPersonRecord } from "@/server/data/person-record"
import { route } from "@/server/http/route"
import { streamLines } from "@/server/http/stream-lines"

/** Everything that is kept about the person who asks. */
export const GET = route(
  { access: "signed-in", limit: { name: "account-export", max: 20, seconds: 3600 } },
  async ({ access }) =>
    streamLines(readPersonRecord(access, { id: access.userId }), {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="diptych-account.json"',
    }),
)
