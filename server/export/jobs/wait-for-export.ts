import { setTimeout as delay } from "node:timers/promises"
import type { ExportJobView } from "@/core/exports/export-view"
import type { ProjectAccess } from "@/server/access"
import { getExportJob } from "@/server/data/export/export-jobs"

/** Returns when the export is over, however it ended; throws when `signal` says that nobody waits any more. */
export async function waitForExport(
  access: ProjectAccess<"exports:create">,
  id: string,
  signal: AbortSignal,
): Promise<ExportJobView> {
  for (;;) {
    const job = await getExportJob(access, id)
    if (job.status !== "QUEUED" && job.status !== "RUNNING") return job
    await delay(200, undefined, { signal })
  }
}
