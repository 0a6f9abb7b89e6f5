import type { DuplicateSettings } from "@/core/prompts/duplicates"
import type { ProjectAccess } from "@/server/access"
import {
  advanceDuplicateJob,
  claimDuplicateJob,
  endDuplicateJob,
} from "@/server/data/duplicates/duplicate-jobs"
import { getDuplicateReport } from "@/server/data/duplicates/get-report"
import { findDuplicates } from "@/server/duplicates/find-duplicates"
import { logError } from "@/server/log"

type Access = ProjectAccess<"prompts:read" | "prompts:update">

/** `kept`: the report is of these very prompts and settings already. */
export type SearchStart = "started" | "running" | "kept"

/** Begins a search beside the request, unless one is under way or nothing has changed since the last. */
export async function startDuplicateSearch(
  access: Access,
  settings: DuplicateSettings,
): Promise<SearchStart> {
  const report = await getDuplicateReport(access)
  const same = report?.settings.threshold === settings.threshold && report.settings.prefix === settings.prefix
  if (report && !report.stale && same) return "kept"
  const id = await claimDuplicateJob(access, settings)
  if (id === null) return "running"
  void runJob(access, id, settings)
  return "started"
}

/** The job was cancelled, or its row went with its project. */
class Cancelled extends Error {}

/** Never throws: nobody waits for it. A job whose end could not be noted ends with its lease. */
async function runJob(access: Access, id: string, settings: DuplicateSettings): Promise<void> {
  let told = 0
  try {
    await findDuplicates(access, settings, async (share) => {
      if (share < 1 && Date.now() - told < 500) return
      told = Date.now()
      if (!(await advanceDuplicateJob(id, share))) throw new Cancelled()
    })
    await endDuplicateJob(id, null)
  } catch (thrown) {
    if (thrown instanceof Cancelled) return
    logError({ duplicates: "could not be searched", stack: thrown instanceof Error ? thrown.stack : thrown })
    await endDuplicateJob(
      id,
      "The search could not be finished. The log of the server has the reason.",
    ).catch(() => {})
  }
}
