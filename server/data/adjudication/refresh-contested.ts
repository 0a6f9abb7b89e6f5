import type { ContestReason } from "@/core/adjudication/contest"
import { contestOf } from "@/core/adjudication/contest"
import { protocolSchema } from "@/core/protocol"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { isCounted } from "@/server/data/counted-annotations"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import { oldestRunning } from "@/server/data/export/snapshot"

/** Tasks whose votes are counted in one statement. */
const AT_ONCE = 5_000

type PairTally = {
  taskId: string
  positionA: number
  positionB: number
  criterion: string
  a: number
  b: number
  tie: number
  strength: number
  since: Date
}

/**
 * Brings ContestedPair up to date. Only tasks with a vote, ruling or exclusion that was not committed at
 * the last look are counted again, so what it costs depends on what has happened since, not on the
 * size of the project; a changed threshold counts all of it again. One at a time per project.
 */
export async function refreshContested(access: ProjectAccess<"adjudications:create">): Promise<void> {
  const { projectId } = access
  await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`contested:${projectId}`}, 0))`
      const project = await tx.project.findUniqueOrThrow({
        where: { id: projectId },
        select: {
          contestedBelow: true,
          contestedRollup: true,
          protocols: { orderBy: { version: "desc" }, take: 1, select: { definition: true } },
        },
      })
      const { contestedBelow: threshold, contestedRollup: last, protocols } = project
      const scale = protocols[0] && protocolSchema.parse(protocols[0].definition).scale
      const rule = { threshold, answers: scale && !scale.tie && !scale.bothBad ? 2 : 3 } as const
      // Before the votes are read: what commits in between is counted now and once more the next time.
      const [now] = await tx.$queryRaw<[{ snapshot: string }]>`
        SELECT pg_current_snapshot()::text AS "snapshot"`
      const from = last?.threshold === threshold ? last.snapshot : null
      for (const taskIds of chunks(await listTouched(tx, projectId, from))) {
        await tx.contestedPair.deleteMany({ where: { taskId: { in: taskIds } } })
        const tallies = await tallyPairs(tx, taskIds)
        const data = tallies.flatMap((tally) => {
          const { reasons, posterior } = contestOf(tally, rule)
          return reasons.length === 0 ? [] : [toRow(projectId, tally, reasons, posterior)]
        })
        await tx.contestedPair.createMany({ data })
      }
      await tx.contestedRollup.upsert({
        where: { projectId },
        create: { projectId, snapshot: now.snapshot, threshold },
        update: { snapshot: now.snapshot, threshold },
      })
    },
    { timeout: 300_000, maxWait: 60_000 },
  )
}

function toRow(projectId: string, tally: PairTally, reasons: readonly ContestReason[], posterior: number) {
  const { taskId, positionA, positionB, criterion, since } = tally
  const votes = tally.a + tally.b + tally.tie
  return {
    taskId,
    projectId,
    positionA,
    positionB,
    criterion,
    reasons: [...reasons],
    posterior,
    votes,
    since,
  }
}

/** Tasks that may have changed since a snapshot; all that can be contested when there is none. */
async function listTouched(tx: Tx, projectId: string, from: string | null): Promise<string[]> {
  if (from === null) {
    // Including those that are contested no more.
    const rows = await tx.$queryRaw<{ taskId: string }[]>`
      SELECT "id" AS "taskId" FROM "Task" WHERE "projectId" = ${projectId}::uuid AND "counted" >= 2
      UNION SELECT "taskId" FROM "ContestedPair" WHERE "projectId" = ${projectId}::uuid`
    return rows.map((row) => row.taskId)
  }
  const isNew = (alias: string) => {
    const xid = Prisma.raw(`${alias}."xid"`)
    return Prisma.sql`${xid} >= ${BigInt(oldestRunning(from))}
      AND NOT pg_visible_in_snapshot(${xid}::text::xid8, ${from}::pg_snapshot)`
  }
  const rows = await tx.$queryRaw<{ taskId: string }[]>`
    SELECT a."taskId" FROM "Annotation" a WHERE a."projectId" = ${projectId}::uuid AND ${isNew("a")}
    UNION SELECT j."taskId" FROM "Adjudication" j WHERE j."projectId" = ${projectId}::uuid AND ${isNew("j")}
    UNION SELECT a."taskId" FROM "Annotation" a WHERE a."projectId" = ${projectId}::uuid
      -- An exclusion or its reversal: whatever the project's exclusions name.
      AND EXISTS (SELECT 1 FROM "Exclusion" e WHERE e."projectId" = ${projectId}::uuid AND ${isNew("e")})
      AND EXISTS (SELECT 1 FROM "Exclusion" e WHERE e."projectId" = ${projectId}::uuid
        AND (e."annotationId" = a."id" OR e."annotatorId" = a."annotatorId"))`
  return rows.map((row) => row.taskId)
}

/** The counted votes on every pair of these tasks that nobody has ruled on. */
async function tallyPairs(tx: Tx, taskIds: readonly string[]): Promise<PairTally[]> {
  return tx.$queryRaw<PairTally[]>`
    SELECT a."taskId", c."positionA", c."positionB", c."criterion",
      count(*) FILTER (WHERE c."preference" = 'A')::int AS "a",
      count(*) FILTER (WHERE c."preference" = 'B')::int AS "b",
      count(*) FILTER (WHERE c."preference" = 'TIE')::int AS "tie",
      sum(CASE c."preference" WHEN 'A' THEN coalesce(c."level", 1) WHEN 'B' THEN -coalesce(c."level", 1) ELSE 0 END)::int
        AS "strength",
      max(a."createdAt") AS "since"
    FROM "Annotation" a
    JOIN "Assignment" s ON s."id" = a."assignmentId"
    JOIN "Task" t ON t."id" = a."taskId"
    JOIN "Comparison" c ON c."annotationId" = a."id"
    WHERE a."taskId" = ANY (${[...taskIds]}::uuid[]) AND ${isCounted} AND t."status" <> 'RETIRED'
      AND (SELECT j."preference" FROM "Adjudication" j WHERE j."taskId" = a."taskId" AND j."criterion" = c."criterion"
        AND j."positionA" = c."positionA" AND j."positionB" = c."positionB"
        ORDER BY j."createdAt" DESC, j."id" DESC LIMIT 1) IS NULL
    GROUP BY 1, 2, 3, 4 HAVING count(*) >= 2`
}

function* chunks(ids: readonly string[]): Generator<string[]> {
  for (let at = 0; at < ids.length; at += AT_ONCE) yield ids.slice(at, at + AT_ONCE)
}
