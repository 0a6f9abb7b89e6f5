import type { Review } from "@/core/adjudication/wire"
import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db } from "@/server/data/db"

/**
 * A task that skips have sent to review goes back into the queue, with its skips counted anew, or out of it for
 * good. Its annotations and the skips themselves stay.
 */
export async function settleReview(
  access: ProjectAccess<"adjudications:create">,
  { task: taskId, to, reason }: Review,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const [task] = await tx.$queryRaw<{ status: string; skips: number; remaining: number }[]>`
      SELECT "status", "skips", "remaining" FROM "Task"
      WHERE "id" = ${taskId}::uuid AND "projectId" = ${access.projectId}::uuid FOR NO KEY UPDATE`
    if (!task) throw new DiptychError("NOT_FOUND", "There is no such task in this project.")
    if (to === "queue" && task.status !== "REVIEW") {
      throw new DiptychError(
        "CONFLICT",
        "This task is not in review any more: a colleague has decided about it.",
      )
    }
    if (task.status === "RETIRED" || task.status === "GOLD") {
      throw new DiptychError("CONFLICT", "This task is out of the ordinary queue already.")
    }
    await tx.task.update({
      where: { id: taskId },
      data:
        to === "queue"
          ? { status: "ACTIVE", skips: 0, open: task.remaining > 0 }
          : { status: "RETIRED", open: false },
    })
    if (to === "retire") await tx.contestedPair.deleteMany({ where: { taskId } })
    await tx.adjudicationLease.deleteMany({
      where: { taskId, ...(access.userId && { userId: access.userId }) },
    })
    await writeAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: to === "queue" ? "task:return" : "task:retire",
      subjectType: "Task",
      subjectId: taskId,
      before: { status: task.status, skips: task.skips },
      after: { status: to === "queue" ? "ACTIVE" : "RETIRED", reason },
    })
  })
}
