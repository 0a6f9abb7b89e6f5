import { pairSides } from "@/core/annotate/sides"
import { DiptychError } from "@/core/errors"
import type { ContestedFilter } from "@/core/lists/contested-query"
import { Prisma } from "@/prisma/client/client"
import type { Adjudicator } from "@/server/data/adjudication/adjudicator"
import {
  contestedConditions,
  contestedTasks,
  hasVoted,
  isBusy,
} from "@/server/data/adjudication/contested-tasks"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"

/** Long enough to read a long pair twice; the page renews it with every call. */
const LEASE_MINUTES = 10

export type DeskWish = {
  readonly filter: ContestedFilter
  readonly want: number
  readonly have: readonly string[]
  readonly aside: readonly string[]
  readonly only: string | undefined
}

export type DeskLease = { readonly taskId: string; readonly swapped: boolean; readonly expiresAt: Date }

/**
 * Brings what lies before an adjudicator up to what they want, least sure first. No two people get
 * the same task: candidates are locked without waiting, and the lease's primary key decides.
 */
export async function leaseContested(
  who: Adjudicator,
  wish: DeskWish,
): Promise<{ leases: DeskLease[]; gone: string[] }> {
  const { projectId, userId } = who
  return db().$transaction(async (tx) => {
    // One call of a person at a time, so that two tabs do not take twice as many.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`desk:${projectId}:${userId}`}, 0))`
    await letGo(tx, who, wish.aside)
    if (wish.only !== undefined) await takeOne(tx, who, wish.only)
    const held = await renew(tx, who)
    const leases = [...held, ...(await takeNext(tx, who, wish, wish.want - held.length))]
    const ids = new Set(leases.map((lease) => lease.taskId))
    return { leases: inOrder(leases, wish), gone: wish.have.filter((taskId) => !ids.has(taskId)) }
  })
}

/**
 * Up to `missing` leases more. What was picked may have gone to a colleague who committed after the
 * pick's snapshot was taken: the row is unlocked by then, and only the lease's key tells. So it picks
 * again, each time over what is committed by now, until nobody was faster or nothing is left.
 */
async function takeNext(tx: Tx, who: Adjudicator, wish: DeskWish, missing: number): Promise<DeskLease[]> {
  const taken: DeskLease[] = []
  while (taken.length < missing) {
    const picked = await pick(tx, who, wish, missing - taken.length)
    if (picked.length === 0) break
    taken.push(...(await take(tx, who, picked)))
  }
  return taken
}

/** The task asked for by name comes first, then those the page has, then the rest. */
function inOrder(leases: readonly DeskLease[], { only, have }: DeskWish): DeskLease[] {
  const place = ({ taskId }: DeskLease) =>
    taskId === only ? -1 : have.includes(taskId) ? have.indexOf(taskId) : have.length
  return leases.toSorted((a, b) => place(a) - place(b))
}

/** Gives tasks back to the others. */
export async function releaseContested(who: Adjudicator, taskIds: readonly string[]): Promise<void> {
  await letGo(db(), who, taskIds)
}

async function letGo(tx: Tx, { projectId, userId }: Adjudicator, taskIds: readonly string[]): Promise<void> {
  if (taskIds.length === 0) return
  await tx.adjudicationLease.deleteMany({ where: { projectId, userId, taskId: { in: [...taskIds] } } })
}

/** What the person holds still, for another while: also past its time, as long as nobody took it over. */
async function renew(tx: Tx, { projectId, userId }: Adjudicator): Promise<DeskLease[]> {
  return tx.$queryRaw<DeskLease[]>`
    UPDATE "AdjudicationLease" SET "expiresAt" = ${leaseEnd}
    WHERE "projectId" = ${projectId}::uuid AND "userId" = ${userId}::uuid
    RETURNING "taskId", "swapped", "expiresAt"`
}

const leaseEnd = Prisma.sql`clock_timestamp() + make_interval(mins => ${LEASE_MINUTES}::int)`

async function pick(tx: Tx, who: Adjudicator, wish: DeskWish, count: number): Promise<string[]> {
  const { projectId, userId } = who
  const { rulingByVoters } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { rulingByVoters: true },
  })
  // Ruled tasks wait for nobody: going through them one by one would never end.
  const filter = wish.filter.kind === "ruled" ? ({ ...wish.filter, kind: "all" } as const) : wish.filter
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT t."id" FROM (${contestedTasks(projectId, filter)}) q JOIN "Task" t ON t."id" = q."taskId"
    WHERE ${contestedConditions(filter)} AND NOT ${isBusy(userId)}
      AND t."id" <> ALL (${[...wish.aside]}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM "AdjudicationLease" l WHERE l."taskId" = t."id" AND l."userId" = ${userId}::uuid)
      ${rulingByVoters ? Prisma.empty : Prisma.sql`AND NOT ${hasVoted(userId)}`}
    ORDER BY q."posterior", t."id" LIMIT ${count} FOR NO KEY UPDATE OF t SKIP LOCKED`
  return rows.map((row) => row.id)
}

async function takeOne(tx: Tx, who: Adjudicator, taskId: string): Promise<void> {
  const task = await tx.task.findFirst({
    where: { id: taskId, projectId: who.projectId },
    select: { id: true },
  })
  if (!task) throw new DiptychError("NOT_FOUND", "There is no such task in this project.")
  if ((await take(tx, who, [taskId])).length > 0) return
  throw new DiptychError(
    "CONFLICT",
    "A colleague has this task before them now. Try again in a few minutes.",
    {
      reason: "busy",
    },
  )
}

/** Writes the leases; a task that somebody else got first is not among the answers. */
async function take(tx: Tx, who: Adjudicator, taskIds: readonly string[]): Promise<DeskLease[]> {
  const { projectId, userId } = who
  const balance = await sideBalances(tx, who, taskIds)
  let own = balance.own
  const taken: DeskLease[] = []
  for (const taskId of taskIds) {
    const history = { task: balance.tasks.get(taskId) ?? 0, annotator: own }
    const swapped = pairSides(history, `${projectId}:ruling:${taskId}:${userId}`)[0] === 1
    const rows = await tx.$queryRaw<DeskLease[]>`
      INSERT INTO "AdjudicationLease" ("taskId", "projectId", "userId", "swapped", "expiresAt")
      VALUES (${taskId}::uuid, ${projectId}::uuid, ${userId}::uuid, ${swapped}, ${leaseEnd})
      ON CONFLICT ("taskId") DO UPDATE SET "userId" = excluded."userId", "expiresAt" = excluded."expiresAt",
        "swapped" = CASE WHEN "AdjudicationLease"."userId" = excluded."userId" THEN "AdjudicationLease"."swapped"
          ELSE excluded."swapped" END
      WHERE "AdjudicationLease"."expiresAt" < clock_timestamp() OR "AdjudicationLease"."userId" = excluded."userId"
      RETURNING "taskId", "swapped", "expiresAt"`
    const lease = rows[0]
    if (!lease) continue
    taken.push(lease)
    own += lease.swapped ? -1 : 1
  }
  return taken
}

/** How often the pair's first text stood left rather than right: for this person, and per task for the others. */
async function sideBalances(tx: Tx, { projectId, userId }: Adjudicator, taskIds: readonly string[]) {
  const lean = Prisma.sql`sum(CASE WHEN "shown"[1] = "positionA" THEN 1 ELSE -1 END)::int`
  const [own] = await tx.$queryRaw<[{ lean: number }]>`
    SELECT coalesce((SELECT ${lean} FROM "Adjudication" WHERE "projectId" = ${projectId}::uuid
        AND "adjudicatorId" = ${userId}::uuid AND cardinality("shown") = 2 AND "preference" IS NOT NULL), 0)
      + coalesce((SELECT sum(CASE WHEN "swapped" THEN -1 ELSE 1 END)::int FROM "AdjudicationLease"
        WHERE "projectId" = ${projectId}::uuid AND "userId" = ${userId}::uuid), 0) AS "lean"`
  const tasks = await tx.$queryRaw<{ taskId: string; lean: number }[]>`
    SELECT "taskId", ${lean} AS "lean" FROM "Adjudication" WHERE "taskId" = ANY (${[...taskIds]}::uuid[])
      AND cardinality("shown") = 2 AND "preference" IS NOT NULL AND "adjudicatorId" <> ${userId}::uuid GROUP BY 1`
  return { own: own.lean, tasks: new Map(tasks.map((row) => [row.taskId, row.lean])) }
}
