import { z } from "zod"
import { getImportRun } from "@/server/data/import-runs"
import { route } from "@/server/http/route"
import { streamBadRows } from "@/server/import/runs/bad-row-download"

/** The bad rows of an import as a file. */
export const GET = route(
  {
    access: { project: "imports:create" },
    params: z.object({ importId: z.uuid() }),
    query: z.object({ format: z.enum(["csv", "jsonl"]).default("csv") }),
  },
  async ({ access, params, query }) => {
    await getImportRun(access, params.importId)
    return new Response(streamBadRows(access, params.importId, query.format), {
      headers: {
        "content-type": query.format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
        "content-disposition": `attachment; filename="bad-rows.${query.format}"`,
        "cache-control": "no-store",
      },
    })
  },
)
