import { exportAudit } from "@/server/audit/export-audit"
import { route } from "@/server/http/route"
import { streamLines } from "@/server/http/stream-lines"

/** The audit log of a project as a file that `diptych audit verify FILE` checks anywhere. */
export const GET = route({ access: { project: "audit:read" } }, async ({ access }) =>
  streamLines(exportAudit(access), {
    "content-type": "application/x-ndjson; charset=utf-8",
    "content-disposition": `attachment; filename="audit-${access.slug}.jsonl"`,
  }),
)
