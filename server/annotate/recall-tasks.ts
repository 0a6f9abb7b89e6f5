import type { RecallResponse } from "@/core/annotate/wire"
import type { ProjectAccess } from "@/server/access"
import { requireAccount, requireAnnotator } from "@/server/annotate/require-annotator"
import { toWireTasks } from "@/server/annotate/to-wire-tasks"
import { listAssignments } from "@/server/data/assignments"
import { transaction } from "@/server/data/transaction"

/** Texts of the person's own assignments again, whatever became of them. */
export async function recallTasks(
  access: ProjectAccess<"annotations:create">,
  request: { account: string; tokens: readonly string[] },
): Promise<RecallResponse> {
  const who = requireAnnotator(access)
  requireAccount(who, request.account)
  const assignments = await transaction((tx) => listAssignments(tx, who, request.tokens))
  const { tasks, texts } = await toWireTasks(who, assignments)
  return { tasks, texts }
}
