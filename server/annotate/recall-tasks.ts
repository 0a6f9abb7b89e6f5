import type { RecallResponse } from "@/core/annotate/wire"
import type { ProjectAccess } from "@/server/access"
import { requireAccount, requireAnnotator } from "@/server/annotate/require-annotator"
import { toWireTasks } from "@/server/annotate/to-wire-tasks"
import { listAssignments } from "@/server/data/assignments"
import { pool } from "@/server/data/db"

/** Texts of the person's own assignments again, whatever became of them. */
export async function recallTasks(
  access: ProjectAccess<"annotations:create">,
  request: { account: string; tokens: readonly string[] },
): Promise<RecallResponse> {
  const who = requireAnnotator(access)
  requireAccount(who, request.account)
  const { tasks, texts } = await toWireTasks(who, await listAssignments(pool(), who, request.tokens))
  return { tasks, texts }
}
