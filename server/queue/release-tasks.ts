import type { ReleaseRequest } from "@/core/annotate/wire"
import type { ProjectAccess } from "@/server/access"
import { requireAccount, requireAnnotator } from "@/server/annotate/require-annotator"
import { lockPerson, releaseLeases } from "@/server/data/assignments"
import { settleFreed } from "@/server/data/free-slots"
import { onClient } from "@/server/data/run-sql"
import { transaction } from "@/server/data/transaction"

/** Gives leases back into the queue, for instance on signing out. */
export async function releaseTasks(
  access: ProjectAccess<"annotations:create">,
  request: ReleaseRequest,
): Promise<{ released: number }> {
  const who = requireAnnotator(access)
  requireAccount(who, request.account)
  return transaction(async (tx) => {
    await lockPerson(tx, who)
    const { released, freed } = await releaseLeases(tx, who, request.tokens)
    await settleFreed(onClient(tx), who.projectId, freed)
    return { released }
  })
}
