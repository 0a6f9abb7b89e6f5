import { DiptychError } from "@/core/errors"
import type { ExclusionEntry, ExclusionPreview } from "@/core/reliability/reliability-row"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { isExcluded, isLatest } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"
import { settleFreed } from "@/server/data/free-slots"
import { insertAudit } from "@/server/data/insert-audit"
import { lockClaims } from "@/server/data/release-member"
import type { Run } from "@/server/data/run-sql"
import { onClient } from "@/server/data/run-sql"
import { settleOverlap } from "@/server/data/settle-overlap"
import { setTaken } from "@/server/data/task-slots"
import { transaction } from "@/server/data/transaction"

type Access = ProjectAccess<"annotations:exclude">

/** Whether row `e` of "Exclusion" is in force (core/exclusions.ts): an even chain of reversals on it. */
const inForce = Prisma.sql`(WITH RECURSIVE chain AS (
    SELECT e."id", 0 AS "depth"
    UNION ALL SELECT r."id", chain."depth" + 1 FROM "Exclusion" r JOIN chain ON r."reverses" = chain."id")
  SELECT max("depth") FROM chain) % 2 = 0`

/** What leaving out a person's answers from a time on (null = all) would do. */
export async function previewExclusion(
  { projectId }: Access,
  userId: string,
  fromAt: Date | null,
): Promise<ExclusionPreview> {
  const [row] = await db().$queryRaw<ExclusionPreview[]>`
    SELECT count(*)::int AS "answers",
      count(*) FILTER (WHERE a."status" = 'ACCEPTED' AND s."purpose" = 'LABEL')::int AS "counted",
      count(DISTINCT a."taskId") FILTER (WHERE s."holdsSlot")::int AS "tasks",
      min(a."createdAt") AS "first", max(a."createdAt") AS "last"
    FROM "Annotation" a JOIN "Assignment" s ON s."id" = a."assignmentId"
    WHERE a."projectId" = ${projectId}::uuid AND a."annotatorId" = ${userId}::uuid AND a."status" <> 'WITHDRAWN'
      AND a."createdAt" >= coalesce(${fromAt}::timestamptz, '-infinity') AND ${isLatest} AND NOT ${isExcluded}`
  return row ?? { answers: 0, counted: 0, tasks: 0, first: null, last: null }
}

/** The exclusions of a person in this project, newest first. Rows of single answers are not among them. */
export async function listExclusions({ projectId }: Access, userId: string): Promise<ExclusionEntry[]> {
  return db().$queryRaw<ExclusionEntry[]>`
    SELECT e."id"::text AS "id", e."fromAt", e."untilAt", e."reason", e."createdAt",
      coalesce(nullif(u."name", ''), u."email") AS "by",
      CASE WHEN ${inForce} THEN n."answers" ELSE 0 END AS "answers",
      CASE WHEN ${inForce} THEN n."holding" ELSE 0 END AS "holding",
      r."createdAt" AS "reversedAt", r."reason" AS "reversedReason"
    FROM "Exclusion" e
    LEFT JOIN "User" u ON u."id" = e."createdById"
    LEFT JOIN "Exclusion" r ON r."reverses" = e."id"
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "answers", count(*) FILTER (WHERE s."holdsSlot")::int AS "holding"
      FROM "Annotation" a JOIN "Assignment" s ON s."id" = a."assignmentId"
      WHERE a."projectId" = e."projectId" AND a."annotatorId" = e."annotatorId" AND a."status" <> 'WITHDRAWN'
        AND a."createdAt" >= coalesce(e."fromAt", '-infinity') AND a."createdAt" < coalesce(e."untilAt", 'infinity')
        AND ${isLatest}
    ) n
    WHERE e."projectId" = ${projectId}::uuid AND e."annotatorId" = ${userId}::uuid
    ORDER BY e."createdAt" DESC, e."id"`
}

export type ExclusionWish = {
  /** Answers from this time on; null = all there are. */
  readonly fromAt: Date | null
  readonly reason: string
  /** Give the slots of these answers to other people. */
  readonly reopen: boolean
}

/**
 * Leaves a person's answers of a span of time, up to now, out of everything that is counted. What they
 * answer afterwards counts again: pause the person where that is not wanted. Nothing to leave out:
 * CONFLICT.
 */
export async function excludeAnswers(
  access: Access,
  userId: string,
  wish: ExclusionWish,
): Promise<{ id: string; answers: number; reopened: number }> {
  const { projectId } = access
  return transaction(async (client) => {
    const run = onClient(client)
    await lockClaims(run, projectId, userId)
    const { answers } = await previewExclusion(access, userId, wish.fromAt)
    if (answers === 0) {
      throw new DiptychError(
        "CONFLICT",
        "There is no answer from that time on that counts. Choose an earlier time.",
      )
    }
    const [row] = await run<{ id: string }>(Prisma.sql`
      INSERT INTO "Exclusion" ("id", "projectId", "annotatorId", "fromAt", "untilAt", "reason", "createdById")
      VALUES (gen_random_uuid(), ${projectId}::uuid, ${userId}::uuid, ${wish.fromAt}, clock_timestamp(), ${wish.reason},
        ${access.userId}::uuid) RETURNING "id"::text AS "id"`)
    if (!row) throw new Error("No exclusion was written.")
    const reopened = wish.reopen ? await freeExcluded(run, projectId, userId) : 0
    await insertAudit(client, {
      actor: access.actor,
      projectId,
      action: "annotation:exclude",
      subjectType: "User",
      subjectId: userId,
      after: { exclusionId: row.id, fromAt: wish.fromAt, reason: wish.reason, answers, reopened },
    })
    return { id: row.id, answers, reopened }
  })
}

/** Gives the slots that a person's excluded answers still hold to others. Doing it again changes nothing. */
export async function reopenTasks(access: Access, userId: string): Promise<{ reopened: number }> {
  return transaction(async (client) => {
    const run = onClient(client)
    await lockClaims(run, access.projectId, userId)
    const reopened = await freeExcluded(run, access.projectId, userId)
    if (reopened > 0) {
      await insertAudit(client, {
        actor: access.actor,
        projectId: access.projectId,
        action: "task:reopen",
        subjectType: "User",
        subjectId: userId,
        after: { reopened },
      })
    }
    return { reopened }
  })
}

/**
 * Takes an exclusion back. Answers whose slot nobody took meanwhile count again; where the task was
 * given to somebody else and is full, the answer stays out, by a row of its own, so that no task gets
 * more than was asked for. Not known here or taken back already: NOT_FOUND, CONFLICT.
 */
export async function reverseExclusion(
  access: Access,
  exclusionId: string,
  reason: string,
): Promise<{ restored: number; keptOut: number }> {
  const { projectId } = access
  return transaction(async (client) => {
    const run = onClient(client)
    const [row] = await run<{ annotatorId: string; reversed: boolean }>(Prisma.sql`
      SELECT e."annotatorId"::text AS "annotatorId", EXISTS (SELECT 1 FROM "Exclusion" r WHERE r."reverses" = e."id") AS "reversed"
      FROM "Exclusion" e WHERE e."id" = ${exclusionId}::uuid AND e."projectId" = ${projectId}::uuid AND e."annotatorId" IS NOT NULL`)
    if (!row) throw new DiptychError("NOT_FOUND", "There is no such exclusion in this project.")
    if (row.reversed) throw new DiptychError("CONFLICT", "This exclusion was taken back already.")
    await lockClaims(run, projectId, row.annotatorId)
    const before = await listExcludedSlots(run, projectId, row.annotatorId, false)
    await run(Prisma.sql`
      INSERT INTO "Exclusion" ("id", "projectId", "reverses", "reason", "createdById")
      VALUES (gen_random_uuid(), ${projectId}::uuid, ${exclusionId}::uuid, ${reason}, ${access.userId}::uuid)`)
    const still = new Set(
      (await listExcludedSlots(run, projectId, row.annotatorId, false)).map((one) => one.assignmentId),
    )
    const back = before.filter((one) => !still.has(one.assignmentId))
    const { restored, keptOut } = await takeSlotsAgain(run, access, back)
    await insertAudit(client, {
      actor: access.actor,
      projectId,
      action: "annotation:include",
      subjectType: "User",
      subjectId: row.annotatorId,
      after: { exclusionId, reason, restored, keptOut },
    })
    return { restored, keptOut }
  })
}

type ExcludedSlot = { readonly assignmentId: string; readonly annotationId: string; readonly taskId: string }

/** Accepted answers to ordinary tasks that an exclusion leaves out, with or without their slot; tasks locked, in order. */
async function listExcludedSlots(
  run: Run,
  projectId: string,
  userId: string,
  holding: boolean,
): Promise<ExcludedSlot[]> {
  const which = Prisma.sql`s."projectId" = ${projectId}::uuid AND s."annotatorId" = ${userId}::uuid
    AND s."purpose" = 'LABEL' AND s."state" = 'SUBMITTED' AND s."holdsSlot" = ${holding}`
  await run(Prisma.sql`SELECT count(*) FROM (SELECT 1 FROM "Task" t WHERE t."id" IN (
    SELECT s."taskId" FROM "Assignment" s WHERE ${which}) ORDER BY t."id" FOR NO KEY UPDATE) x`)
  return run<ExcludedSlot>(Prisma.sql`
    SELECT s."id"::text AS "assignmentId", a."id"::text AS "annotationId", a."taskId"::text AS "taskId"
    FROM "Assignment" s JOIN "Annotation" a ON a."assignmentId" = s."id"
    WHERE ${which} AND a."status" = 'ACCEPTED' AND ${isLatest} AND ${isExcluded} ORDER BY a."taskId"`)
}

async function freeExcluded(run: Run, projectId: string, userId: string): Promise<number> {
  const slots = await listExcludedSlots(run, projectId, userId, true)
  if (slots.length === 0) return 0
  const tasks = slots.map((one) => one.taskId)
  await run(Prisma.sql`UPDATE "Assignment" SET "holdsSlot" = false
    WHERE "id" = ANY (${slots.map((one) => one.assignmentId)}::uuid[])`)
  await run(Prisma.sql`UPDATE "Task" t SET "counted" = t."counted" - 1, ${Prisma.raw(setTaken('t."taken" - 1'))}
    WHERE t."id" = ANY (${tasks}::uuid[])`)
  await settleOverlap(run, projectId, tasks)
  await settleFreed(run, projectId, tasks)
  return slots.length
}

async function takeSlotsAgain(
  run: Run,
  access: Access,
  slots: readonly ExcludedSlot[],
): Promise<{ restored: number; keptOut: number }> {
  const taken = await run<{ taskId: string }>(Prisma.sql`
    UPDATE "Task" t SET "counted" = t."counted" + 1, ${Prisma.raw(setTaken('t."taken" + 1'))}
    WHERE t."id" = ANY (${slots.map((one) => one.taskId)}::uuid[]) AND t."remaining" > 0
    RETURNING t."id"::text AS "taskId"`)
  const restored = new Set(taken.map((one) => one.taskId))
  const back = slots.filter((one) => restored.has(one.taskId))
  await run(Prisma.sql`UPDATE "Assignment" SET "holdsSlot" = true
    WHERE "id" = ANY (${back.map((one) => one.assignmentId)}::uuid[])`)
  const out = slots.filter((one) => !restored.has(one.taskId)).map((one) => one.annotationId)
  await run(Prisma.sql`
    INSERT INTO "Exclusion" ("id", "projectId", "annotationId", "reason", "createdById")
    SELECT gen_random_uuid(), ${access.projectId}::uuid, x, 'Others judged the task in the meantime.', ${access.userId}::uuid
    FROM unnest(${out}::uuid[]) x`)
  if (back.length > 0) await settleOverlap(run, access.projectId, [...restored])
  return { restored: back.length, keptOut: out.length }
}
