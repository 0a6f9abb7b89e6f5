import { Prisma } from "@/prisma/client/client"
import { personLock } from "@/server/data/assignments"
import { settleFreed } from "@/server/data/free-slots"
import type { Run } from "@/server/data/run-sql"
import { setTaken } from "@/server/data/task-slots"

/**
 * No claim of this person in this project until the transaction ends; take it before any other lock. A
 * claim under way is waited for, so its leases are seen afterwards.
 */
export async function lockClaims(run: Run, projectId: string, userId: string): Promise<void> {
  await run(
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${personLock(projectId, userId)}, 7))::text AS "lock"`,
  )
}

/** Everything the person holds goes back into the queue at once. Waits for an answer that is being saved. */
export async function releaseMember(run: Run, projectId: string, userId: string): Promise<number> {
  // Tasks first and in order, as everywhere, so that two of these never wait for each other.
  await run(Prisma.sql`
    SELECT count(*) FROM (SELECT 1 FROM "Task" t WHERE t."id" IN (
      SELECT a."taskId" FROM "Assignment" a
      WHERE a."projectId" = ${projectId}::uuid AND a."annotatorId" = ${userId}::uuid AND a."state" = 'LEASED')
    ORDER BY t."id" FOR NO KEY UPDATE) x`)
  const released = await run<{ taskId: string; held: boolean }>(Prisma.sql`
    WITH mine AS (
      SELECT a."id", a."taskId", a."holdsSlot" FROM "Assignment" a
      WHERE a."projectId" = ${projectId}::uuid AND a."annotatorId" = ${userId}::uuid AND a."state" = 'LEASED'
      FOR NO KEY UPDATE
    ), released AS (
      UPDATE "Assignment" a SET "state" = 'RELEASED', "holdsSlot" = false, "closedAt" = clock_timestamp()
      FROM mine WHERE a."id" = mine."id"
    ), freed AS (
      UPDATE "Task" t SET ${Prisma.raw(setTaken('t."taken" - 1'))}
      FROM mine WHERE t."id" = mine."taskId" AND mine."holdsSlot"
    ) SELECT "taskId", "holdsSlot" AS "held" FROM mine`)
  await settleFreed(
    run,
    projectId,
    released.filter((one) => one.held).map((one) => one.taskId),
  )
  return released.length
}

/** The same in every project, for an account that is closed. */
export async function releaseEverywhere(run: Run, userId: string): Promise<void> {
  const projects = await run<{ projectId: string }>(Prisma.sql`
    SELECT DISTINCT a."projectId" FROM "Assignment" a
    WHERE a."annotatorId" = ${userId}::uuid AND a."state" = 'LEASED' ORDER BY 1`)
  for (const { projectId } of projects) await lockClaims(run, projectId, userId)
  for (const { projectId } of projects) await releaseMember(run, projectId, userId)
}
