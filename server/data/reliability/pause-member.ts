import { DiptychError } from "@/core/errors"
import { canManageRole, type ProjectRole } from "@/core/permissions"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { insertAudit } from "@/server/data/insert-audit"
import { lockClaims, releaseMember } from "@/server/data/release-member"
import { onClient } from "@/server/data/run-sql"
import { transaction } from "@/server/data/transaction"

/**
 * A paused person gets no more tasks, and what they hold goes back to the others at once; an answer
 * already given on their page still arrives, as a surplus where the slot is taken. Answers how many
 * leases went back. Not a member any more: NOT_FOUND.
 */
export async function pauseMember(
  access: ProjectAccess<"members:update">,
  userId: string,
  change: { readonly paused: boolean; readonly reason: string },
): Promise<{ released: number }> {
  const { projectId } = access
  return transaction(async (client) => {
    const run = onClient(client)
    await lockClaims(run, projectId, userId)
    const [member] = await run<{ pausedAt: Date | null; role: ProjectRole }>(Prisma.sql`
      SELECT "pausedAt", "role" FROM "Membership" WHERE "projectId" = ${projectId}::uuid AND "userId" = ${userId}::uuid
      FOR NO KEY UPDATE`)
    if (!member) throw new DiptychError("NOT_FOUND", "That person is not a member of this project any more.")
    if (!canManageRole(access.role, member.role)) {
      throw new DiptychError("FORBIDDEN", "Only an owner of the project can change an owner.")
    }
    await run(Prisma.sql`
      UPDATE "Membership" SET "pausedAt" = CASE WHEN ${change.paused} THEN coalesce("pausedAt", now()) END
      WHERE "projectId" = ${projectId}::uuid AND "userId" = ${userId}::uuid`)
    const released = change.paused ? await releaseMember(run, projectId, userId) : 0
    await insertAudit(client, {
      actor: access.actor,
      projectId,
      action: change.paused ? "membership:pause" : "membership:resume",
      subjectType: "User",
      subjectId: userId,
      before: { paused: member.pausedAt !== null },
      after: { paused: change.paused, reason: change.reason, released },
    })
    return { released }
  })
}
