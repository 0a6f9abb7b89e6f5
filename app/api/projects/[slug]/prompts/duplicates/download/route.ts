import { toBody } from "@/server/http/to-body"
import { route } from "@/server/http/route"
import { downloadDuplicates } from "@/server/duplicates/download-report"

/** The report of near duplicates as a table. */
export const GET = route(
  { access: { project: "prompts:read" } },
  async ({ access }) =>
    new Response(toBody(downloadDuplicates(access)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="duplicates-${access.slug}.csv"`,
        "cache-control": "no-store",
      },
    }),
)
