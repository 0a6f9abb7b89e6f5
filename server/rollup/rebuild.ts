import type { ProjectAccess } from "@/server/access"
import { finishRollup, forgetRollup, packRollup } from "@/server/data/rollup/advance"

/** Counts a project from scratch; returns how many tasks were counted. */
export async function rebuildRollup(
  access: ProjectAccess<"project:update">,
  say: (tasks: number) => void,
): Promise<number> {
  await forgetRollup(access.projectId)
  const tasks = await finishRollup(access.projectId, say)
  while ((await packRollup(access.projectId)) > 0);
  return tasks
}
