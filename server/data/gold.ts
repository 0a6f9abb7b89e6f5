import { DiptychError } from "@/core/errors"
import type { GoldAnswer } from "@/core/gold"
import { findGoldFault } from "@/core/gold-fault"
import { protocolSchema } from "@/core/protocol"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"

export type NewGold = {
  readonly preference: "A" | "B" | "TIE" | null
  readonly bothBad?: boolean
  readonly level?: number | null
  readonly answer?: GoldAnswer | null
  readonly reason: string
  /** Part of a screening. */
  readonly part?: string | null
}

/**
 * Gives a task a known answer: it leaves the ordinary queue (trigger on Gold) and is mixed into what
 * people are given. What was answered before stays counted. Marking it again changes the answer, also
 * of a retired one, which is in force again then.
 */
export async function markGold(
  access: ProjectAccess<"tasks:update">,
  taskId: string,
  gold: NewGold,
): Promise<void> {
  await db().$transaction(async (tx) => insertGold(tx, access, taskId, gold))
}

/** `markGold` inside a transaction of the caller's. NOT_FOUND, INVALID_INPUT where the answer cannot be given. */
export async function insertGold(
  tx: Tx,
  access: ProjectAccess<"tasks:update">,
  taskId: string,
  { preference, bothBad = false, level = null, answer = null, reason, part = null }: NewGold,
): Promise<void> {
  const task = await tx.task.findFirst({
    where: { id: taskId, projectId: access.projectId },
    select: { kind: true, k: true, gold: true },
  })
  if (!task) throw new DiptychError("NOT_FOUND", "There is no such task in this project.")
  const protocol = await tx.protocolVersion.findFirst({
    where: { projectId: access.projectId },
    orderBy: { version: "desc" },
    select: { allowTie: true, allowBothBad: true, maxLevel: true, definition: true },
  })
  const wrong = findWrong(task, { preference, bothBad, level, answer, reason }, protocol)
  if (wrong) throw new DiptychError("INVALID_INPUT", wrong)
  const known = {
    preference,
    bothBad,
    level,
    answer: answer ?? Prisma.DbNull,
    reason: reason.trim(),
    part,
    createdById: access.userId,
  }
  await tx.gold.upsert({
    where: { taskId },
    create: { taskId, ...known },
    update: { ...known, retiredAt: null, retiredReason: null },
  })
  const { gold: before } = task
  await writeAudit(tx, {
    actor: access.actor,
    projectId: access.projectId,
    action: before ? "gold:update" : "gold:create",
    subjectType: "Task",
    subjectId: taskId,
    ...(before && {
      before: {
        preference: before.preference,
        bothBad: before.bothBad,
        level: before.level,
        reason: before.reason,
        part: before.part,
        retired: before.retiredAt !== null,
      },
    }),
    after: { preference, bothBad, level, reason, part, ...(answer && { answer }) },
  })
}

function findWrong(
  { kind, k }: { kind: "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"; k: number },
  { preference, bothBad, level, answer, reason }: Required<Omit<NewGold, "part">>,
  protocol: { allowTie: boolean; allowBothBad: boolean; maxLevel: number | null; definition: unknown } | null,
): string | null {
  if (reason.trim() === "") return "A known answer needs its reason, in a few words."
  if (kind === "DEMONSTRATION") return "A text that is written has no known answer."
  if (kind !== "PAIRWISE") {
    return findGoldFault(kind, k, answer ?? {}, protocolSchema.parse(protocol?.definition))
  }
  if (preference === null) return "Say which text is better, or that they tie."
  if (bothBad && preference !== "TIE") return "Both are bad only where neither is better."
  if (preference === "TIE" && !(bothBad ? protocol?.allowBothBad : protocol?.allowTie)) {
    return "The project's protocol does not offer that answer, so nobody could be right."
  }
  if (level !== null && (preference === "TIE" || level > (protocol?.maxLevel ?? 1))) {
    return "The protocol has no such strength."
  }
  return null
}

/** Out of what people are given, with the reason why; the answers to it stay. NOT_FOUND where it is no gold task in force. */
export async function retireGold(
  access: ProjectAccess<"tasks:update">,
  taskId: string,
  reason: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    await retire(tx, { actor: access.actor, projectId: access.projectId }, taskId, reason)
  })
}

export async function retire(
  tx: Tx,
  by: Pick<Parameters<typeof writeAudit>[1], "actor"> & { readonly projectId: string },
  taskId: string,
  reason: string,
): Promise<void> {
  const { count } = await tx.gold.updateMany({
    where: { taskId, retiredAt: null, task: { projectId: by.projectId } },
    data: { retiredAt: new Date(), retiredReason: reason },
  })
  if (count === 0) throw new DiptychError("NOT_FOUND", "This is no gold task in force any more.")
  await writeAudit(tx, {
    ...by,
    action: "gold:retire",
    subjectType: "Task",
    subjectId: taskId,
    after: { reason },
  })
}

/** A retired gold task is given to people again, to those who have not had it. */
export async function restoreGold(access: ProjectAccess<"tasks:update">, taskId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const before = await tx.gold.findFirst({
      where: { taskId, retiredAt: { not: null }, task: { projectId: access.projectId } },
      select: { retiredReason: true },
    })
    if (!before) throw new DiptychError("NOT_FOUND", "This is no retired gold task any more.")
    await tx.gold.update({ where: { taskId }, data: { retiredAt: null, retiredReason: null } })
    await writeAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: "gold:restore",
      subjectType: "Task",
      subjectId: taskId,
      before,
    })
  })
}
