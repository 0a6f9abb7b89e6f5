import { setTimeout as delay } from "node:timers/promises"
import type { ProjectAccess } from "@/server/access"
import { getDuplicateJob } from "@/server/data/duplicates/duplicate-jobs"

/** Returns when no search runs any more, however it ended; throws when `signal` says that nobody waits. */
export async function waitForSearch(
  access: ProjectAccess<"prompts:read">,
  signal: AbortSignal,
): Promise<void> {
  while ((await getDuplicateJob(access))?.status === "RUNNING") await delay(200, undefined, { signal })
}
