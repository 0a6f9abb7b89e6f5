import { DiptychError } from "@/core/errors"
import { Prisma } from "@/prisma/client/client"
import type { Adjudicator } from "@/server/data/adjudication/adjudicator"
import { isInForce } from "@/server/data/adjudication/contested-tasks"
import { writeAudit } from "@/server/data/audit"
import { createGoldOfRuling, dropGoldOfRuling } from "@/server/data/adjudication/gold-of-ruling"
import type { NewRuling, RuledPair } from "@/server/data/adjudication/new-ruling"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"

type LockedTask = {
  status: string
  k: number
  skips: number
  remaining: number
  skipLimit: number
  voted: boolean
}

/**
 * Writes a ruling: a row more, never a changed one. It outranks the votes and deletes none; the task is
 * closed for further ones, and open again once nothing in force is left. Somebody who ruled on the same
 * pair meanwhile is not overruled in silence: CONFLICT with their ruling.
 */
export async function createRuling(who: Adjudicator, ruling: NewRuling): Promise<{ id: string }> {
  return db().$transaction(async (tx) => {
    const task = await lockTask(tx, who, ruling.task)
    if (ruling.positionA >= ruling.positionB || ruling.positionB >= task.k) {
      throw new DiptychError("INVALID_INPUT", "This task has no such pair of texts.")
    }
    await requireMayRule(tx, who, task, ruling)
    const last = await tx.adjudication.findFirst({
      where: ofPair(ruling),
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    })
    if ((last?.id ?? null) !== ruling.known) throw ruledMeanwhile(who, last)
    if (ruling.answer === null && !last?.preference) {
      throw new DiptychError("CONFLICT", "There is no ruling here to take back.", { reason: "nothing" })
    }
    const { answer } = ruling
    const made = await tx.adjudication.create({
      data: {
        projectId: who.projectId,
        taskId: ruling.task,
        positionA: ruling.positionA,
        positionB: ruling.positionB,
        criterion: ruling.criterion,
        preference: answer?.preference ?? null,
        bothBad: answer?.bothBad ?? false,
        level: answer?.level ?? null,
        reason: ruling.reason,
        adjudicatorId: who.userId,
        shown: [...ruling.shown],
        sawVotes: ruling.sawVotes,
        // The newest holds, whatever the clocks of several app processes say.
        createdAt: new Date(Math.max(Date.now(), (last?.createdAt.getTime() ?? 0) + 1)),
      },
      select: { id: true },
    })
    if (answer === null && last) await dropGoldOfRuling(tx, who, ruling.task, last.createdAt)
    await settleTask(tx, ruling.task, task)
    if (ruling.gold) await createGoldOfRuling(tx, who, ruling, task.k)
    await tidyUp(tx, who, ruling)
    await writeAudit(tx, {
      actor: who.actor,
      projectId: who.projectId,
      action: answer ? "adjudication:create" : "adjudication:withdraw",
      subjectType: "Task",
      subjectId: ruling.task,
      before: last ? toRecord(last) : { ruling: null },
      after: { ...toRecord({ ...ruling, ...answer, id: made.id }), reason: ruling.reason },
    })
    return made
  })
}

function ofPair(pair: RuledPair) {
  const { task: taskId, positionA, positionB, criterion } = pair
  return { taskId, positionA, positionB, criterion }
}

async function lockTask(tx: Tx, who: Adjudicator, taskId: string): Promise<LockedTask> {
  const [task] = await tx.$queryRaw<LockedTask[]>`
    SELECT t."status", t."k", t."skips", t."remaining", p."skipLimit",
      EXISTS (SELECT 1 FROM "Assignment" a WHERE a."taskId" = t."id" AND a."annotatorId" = ${who.userId}::uuid
        AND a."state" = 'SUBMITTED') AS "voted"
    FROM "Task" t JOIN "Project" p ON p."id" = t."projectId"
    WHERE t."id" = ${taskId}::uuid AND t."projectId" = ${who.projectId}::uuid FOR NO KEY UPDATE OF t`
  if (!task) throw new DiptychError("NOT_FOUND", "There is no such task in this project.")
  return task
}

async function requireMayRule(tx: Tx, who: Adjudicator, task: LockedTask, ruling: NewRuling): Promise<void> {
  const { rulingReason, rulingByVoters } = await tx.project.findUniqueOrThrow({
    where: { id: who.projectId },
    select: { rulingReason: true, rulingByVoters: true },
  })
  if (!rulingByVoters && task.voted) {
    throw new DiptychError(
      "FORBIDDEN",
      "You voted on this task, and in this project people do not rule on what they voted on. A colleague will.",
    )
  }
  if (rulingReason && ruling.answer !== null && ruling.reason === "") {
    throw new DiptychError("INVALID_INPUT", "This project asks for the reason of each ruling.", {
      fields: { reason: ["Say in a few words why."] },
    })
  }
}

type Last = { id: string; adjudicatorId: string; createdAt: Date } | null

function ruledMeanwhile(who: Adjudicator, last: Last): DiptychError {
  const by =
    last?.adjudicatorId === who.userId
      ? "you ruled on this pair in another window"
      : "a colleague ruled on this pair"
  return new DiptychError(
    "CONFLICT",
    `While it lay before you, ${by}. Nothing was changed: look at that ruling, and rule again if yours should replace it.`,
    { reason: "ruled-meanwhile", ruling: last?.id ?? null },
  )
}

/**
 * RULED while any ruling is in force; else as its votes and skips have it. Out of the queue for good stays
 * so, and a control task stays one.
 */
async function settleTask(tx: Tx, taskId: string, task: LockedTask): Promise<void> {
  const { status: now } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { status: true } })
  if (now === "RETIRED" || now === "GOLD") return
  const [row] = await tx.$queryRaw<[{ ruled: boolean }]>(
    Prisma.sql`SELECT EXISTS (SELECT 1 FROM "Adjudication" j WHERE j."taskId" = ${taskId}::uuid AND ${isInForce}) AS "ruled"`,
  )
  const status = row.ruled ? "RULED" : task.skips >= task.skipLimit ? "REVIEW" : "ACTIVE"
  await tx.task.update({
    where: { id: taskId },
    data: { status, open: status === "ACTIVE" && task.remaining > 0 },
  })
}

/** The pair waits no longer; a lease on a task with nothing left to rule on goes too. */
async function tidyUp(tx: Tx, who: Adjudicator, ruling: NewRuling): Promise<void> {
  if (ruling.answer === null) return
  await tx.contestedPair.deleteMany({ where: ofPair(ruling) })
  const left = await tx.contestedPair.count({ where: { taskId: ruling.task } })
  if (left === 0) {
    await tx.adjudicationLease.deleteMany({ where: { taskId: ruling.task, userId: who.userId } })
  }
}

function toRecord(row: {
  id: string
  positionA: number
  positionB: number
  criterion: string
  preference?: string | null
  bothBad?: boolean
  level?: number | null
}) {
  return {
    ruling: row.id,
    pair: [row.positionA, row.positionB],
    criterion: row.criterion,
    preference: row.preference ?? null,
    bothBad: row.bothBad ?? false,
    level: row.level ?? null,
  }
}
