import type { ProjectAccess } from "@/server/access"
import { finishRollup, forgetRollup } from "@/server/data/rollup/advance"

/** Counts a project from scratch; returns how many tasks were counted. */
export async function rebuildRollup(
  access: ProjectAccess<"project:update">,
  say: (tasks: number) => void,
): Promise<number> {
  await forgetRollup(access.projectId)
  return finishRollup(access.projectId, say)
}
