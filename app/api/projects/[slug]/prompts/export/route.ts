import { promptFilterSchema } from "@/core/lists/prompt-query"
import { streamPrompts } from "@/server/data/prompts/stream-prompts"
import { route } from "@/server/http/route"
import { streamLines } from "@/server/http/stream-lines"

/** The listed prompts as a file: what a policy is to answer for the next round. */
export const GET = route(
  { access: { project: "prompts:read" }, query: promptFilterSchema },
  async ({ access, query }) =>
    streamLines(streamPrompts(access, query), {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="prompts-${access.slug}.jsonl"`,
    }),
)
