import { DiptychError } from "@/core/errors"
import type { Adjudicator } from "@/server/data/adjudication/adjudicator"
import type { NewRuling } from "@/server/data/adjudication/new-ruling"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"

/**
 * Makes a ruled pair a control task: the ruling is its known answer, the reason what a training mode
 * shows. The database takes the task out of the ordinary queue (trigger on Gold).
 */
export async function createGoldOfRuling(
  tx: Tx,
  who: Adjudicator,
  ruling: NewRuling,
  k: number,
): Promise<void> {
  const { task: taskId, answer, reason, criterion } = ruling
  if (k !== 2 || criterion !== "overall" || answer === null) {
    throw new DiptychError(
      "INVALID_INPUT",
      "Only the overall question of a pair can become a control task here.",
    )
  }
  if (reason === "") {
    throw new DiptychError("INVALID_INPUT", "A control task needs its reason: people learn from it.", {
      fields: { reason: ["Say in a few words why."] },
    })
  }
  const known = {
    preference: answer.preference,
    bothBad: answer.bothBad,
    level: answer.level,
    reason,
    createdById: who.userId,
    createdAt: new Date(),
    retiredAt: null,
    retiredReason: null,
  }
  const before = await tx.gold.findUnique({ where: { taskId } })
  await tx.gold.upsert({ where: { taskId }, create: { taskId, ...known }, update: known })
  await audit(tx, who, "gold:promote", taskId, before, known)
}

/** A ruling taken back takes the control task made of it along: removed while nobody had it, else retired. */
export async function dropGoldOfRuling(
  tx: Tx,
  who: Adjudicator,
  taskId: string,
  ruledAt: Date,
): Promise<void> {
  const gold = await tx.gold.findFirst({
    where: { taskId, createdById: who.userId, createdAt: { gte: ruledAt }, retiredAt: null },
  })
  if (!gold) return
  const served = await tx.assignment.count({ where: { taskId, purpose: "GOLD" } })
  if (served === 0) await tx.gold.delete({ where: { taskId } })
  else {
    await tx.gold.update({
      where: { taskId },
      data: { retiredAt: new Date(), retiredReason: "its ruling was taken back" },
    })
  }
  await audit(tx, who, served === 0 ? "gold:delete" : "gold:retire", taskId, gold, null)
}

async function audit(
  tx: Tx,
  who: Adjudicator,
  action: string,
  subjectId: string,
  before: object | null,
  after: object | null,
): Promise<void> {
  await writeAudit(tx, {
    actor: who.actor,
    projectId: who.projectId,
    action,
    subjectType: "Task",
    subjectId,
    ...(before && { before: toPlain(before) }),
    ...(after && { after: toPlain(after) }),
  })
}

/** As it stands in JSON. */
function toPlain(row: object): object {
  return JSON.parse(JSON.stringify(row)) as object
}
