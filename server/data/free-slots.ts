import { promoteSurplus } from "@/server/data/promote-surplus"
import type { Run } from "@/server/data/run-sql"
import { settleOverlap } from "@/server/data/settle-overlap"

/**
 * What follows when tasks have slots free again: surplus answers take them, and an adaptive task asks
 * anew whether it wants more. In the transaction that freed them.
 */
export async function settleFreed(run: Run, projectId: string, taskIds: readonly string[]): Promise<void> {
  let due = taskIds
  // Each round uses up a surplus answer, so this ends.
  while (due.length > 0) {
    const promoted = await promoteSurplus(run, due)
    if (promoted.length > 0) await settleOverlap(run, projectId, promoted)
    due = promoted
  }
}
