import { setTimeout as delay } from "node:timers/promises"
import type { ImportRunView } from "@/core/import-view"
import type { ProjectAccess } from "@/server/access"
import { getImportRun } from "@/server/data/import-runs"

/** Returns when the import is over, however it ended; throws when `signal` says that nobody waits any more. */
export async function waitForImport(
  access: ProjectAccess<"imports:create">,
  id: string,
  signal: AbortSignal,
): Promise<ImportRunView> {
  for (;;) {
    const run = await getImportRun(access, id)
    if (run.status !== "RUNNING") return run
    await delay(200, undefined, { signal })
  }
}
