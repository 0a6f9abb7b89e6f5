import type { Annotator } from "@/server/data/annotator"
import type { Sql } from "@/server/data/transaction"

/** How many rows of one group of the queue are looked at, from the person's point on, in each direction. */
const WINDOW = 256
/** Groups (priority, remaining) that are looked at before the whole queue is. */
const GROUPS = 12

/**
 * Conditions a task `t` must meet to go to a person. $1 project, $2 person, $3 their cohort, $4 kind.
 *
 * Written as scalar subqueries on purpose: the planner may turn NOT EXISTS into a hash join over
 * everything the person has ever done, which costs by their diligence; a scalar subquery is one look
 * into an index per candidate.
 */
const eligible = `
  t."kind" = $4::"TaskKind"
  AND (t."cohort" IS NULL OR t."cohort" = $3::text)
  -- Nobody gets a task twice. A lease that ran out or was given back is none: with few people the
  -- task would starve otherwise; the same person gets the same assignment and sides again.
  AND NOT coalesce((SELECT true FROM "Assignment" a
    WHERE a."taskId" = t."id" AND a."annotatorId" = $2::uuid AND a."purpose" = 'LABEL'
      AND a."state" NOT IN ('EXPIRED', 'RELEASED') LIMIT 1), false)
  -- Reserved for named people, or for nobody in particular.
  AND coalesce((SELECT bool_or(x."userId" = $2::uuid) FROM "TaskAssignee" x WHERE x."taskId" = t."id"), true)
  -- Nobody judges what they wrote, also where a model gave the very same text.
  AND NOT coalesce((SELECT true FROM "Completion" w
    JOIN "Completion" c ON c."promptId" = w."promptId" AND c."hash" = w."hash"
    JOIN "TaskCompletion" tc ON tc."completionId" = c."id" AND tc."taskId" = t."id"
    WHERE w."authorId" = $2::uuid AND w."promptId" = t."promptId" LIMIT 1), false)
  -- A text that is held back is served to nobody.
  AND NOT coalesce((SELECT bool_or((SELECT m."heldBack" FROM "TextMask" m
      WHERE m."completionId" = tc."completionId" ORDER BY m."createdAt" DESC, m."id" DESC LIMIT 1))
    FROM "TaskCompletion" tc WHERE tc."taskId" = t."id"), false)`

/** $5 the person's point of the ring, $6 how many are wanted. */
const lockAndTake = `
  picked AS (
    -- Rows that another claim holds are passed over; a row that changed meanwhile is looked at again
    -- under the lock, so "open" holds for what is taken.
    SELECT t."id", row_number() OVER () AS "place" FROM (
      SELECT t."id" FROM candidates c JOIN "Task" t ON t."id" = c."id"
      WHERE t."open" ORDER BY c."group", c."half", c."ring"
      LIMIT $6 FOR NO KEY UPDATE OF t SKIP LOCKED
    ) t
  ), taken AS (
    UPDATE "Task" t SET "taken" = t."taken" + 1, "remaining" = t."remaining" - 1, "open" = t."remaining" > 1
    FROM picked p WHERE t."id" = p."id" RETURNING t."id", t."k", t."ring"
  )
  SELECT t."id", t."k", t."ring" FROM taken t JOIN picked p ON p."id" = t."id" ORDER BY p."place"`

const half = (index: 0 | 1) => `
  SELECT t."id", ${index} AS "half", t."ring" FROM (
    SELECT t."id", t."ring", t."kind", t."cohort", t."promptId" FROM "Task" t
    WHERE t."projectId" = $1::uuid AND t."open" AND t."priority" = g."priority" AND t."remaining" = g."remaining"
      AND t."ring" ${index === 0 ? ">=" : "<"} $5::int
    ORDER BY t."ring" LIMIT ${WINDOW}
  ) t WHERE ${eligible} ORDER BY t."ring" LIMIT $6 * 2 + 8`

/**
 * The queue's order is priority, then nearly finished first, then the ring from the person's point.
 * No single index scan gives it, since the ring wraps; so the few groups of equal (priority,
 * remaining) are found by skipping through the index, and each is read from the person's point on,
 * a bounded window in each direction. What a claim costs therefore depends neither on the size of
 * the project nor on how much the person has done.
 */
export const claimFromWindows = `
  WITH RECURSIVE groups("group", "priority", "remaining") AS (
    (SELECT 1, t."priority", t."remaining" FROM "Task" t WHERE t."projectId" = $1::uuid AND t."open"
      ORDER BY t."priority" DESC, t."remaining" LIMIT 1)
    UNION ALL
    SELECT g."group" + 1, x."priority", x."remaining" FROM groups g CROSS JOIN LATERAL (
      SELECT y.* FROM (
        (SELECT t."priority", t."remaining" FROM "Task" t
          WHERE t."projectId" = $1::uuid AND t."open" AND t."priority" = g."priority" AND t."remaining" > g."remaining"
          ORDER BY t."remaining" LIMIT 1)
        UNION ALL
        (SELECT t."priority", t."remaining" FROM "Task" t
          WHERE t."projectId" = $1::uuid AND t."open" AND t."priority" < g."priority"
          ORDER BY t."priority" DESC, t."remaining" LIMIT 1)
      ) y ORDER BY y."priority" DESC LIMIT 1
    ) x WHERE g."group" < ${GROUPS}
  ), candidates AS MATERIALIZED (
    SELECT g."group", c.* FROM groups g CROSS JOIN LATERAL ((${half(0)}) UNION ALL (${half(1)})) c
  ), ${lockAndTake}`

/** The same over the whole queue, for the end of it: costs by the number of open tasks. */
export const claimFromAll = `
  WITH candidates AS MATERIALIZED (
    SELECT t."id", dense_rank() OVER (ORDER BY t."priority" DESC, t."remaining") AS "group",
      (t."ring" < $5::int)::int AS "half", t."ring"
    FROM "Task" t WHERE t."projectId" = $1::uuid AND t."open" AND ${eligible}
    ORDER BY t."priority" DESC, t."remaining", (t."ring" < $5::int), t."ring" LIMIT $6 * 4 + 64
  ), ${lockAndTake}`

export type ClaimantPoint = {
  readonly cohort: string | null
  readonly kind: string
  readonly ringPoint: number
}
export type TakenTask = { readonly id: string; readonly k: number; readonly ring: number }

/**
 * Takes up to `count` slots for one person: the one place where a task is chosen for someone. Call it
 * inside a transaction that holds the person's claim lock and writes an assignment for every task
 * returned.
 */
export async function takeSlots(
  tx: Sql,
  who: Annotator,
  at: ClaimantPoint,
  count: number,
): Promise<readonly TakenTask[]> {
  const values = [who.projectId, who.userId, at.cohort, at.kind, at.ringPoint, count]
  const near = await tx.query<TakenTask>({ name: "claim-windows", text: claimFromWindows, values })
  if (near.rows.length > 0) return near.rows
  return (await tx.query<TakenTask>({ name: "claim-all", text: claimFromAll, values })).rows
}

/** Whether there is a task for this person, held by another claim at the moment or not. */
export async function hasEligibleTask(tx: Sql, who: Annotator, at: ClaimantPoint): Promise<boolean> {
  const { rows } = await tx.query(
    `SELECT 1 FROM "Task" t WHERE t."projectId" = $1::uuid AND t."open" AND ${eligible} LIMIT 1`,
    [who.projectId, who.userId, at.cohort, at.kind],
  )
  return rows.length > 0
}

/** Tasks this person could still get, counted among the first `limit` open ones from their point on. */
export async function countEligible(sql: Sql, who: Annotator, at: ClaimantPoint, limit: number) {
  const { rows } = await sql.query<{ seen: number; count: number }>(
    `SELECT count(*)::int AS "seen", count(*) FILTER (WHERE ${eligible})::int AS "count" FROM (
       SELECT * FROM "Task" t WHERE t."projectId" = $1::uuid AND t."open"
       ORDER BY t."priority" DESC, t."remaining" LIMIT $5
     ) t`,
    [who.projectId, who.userId, at.cohort, at.kind, limit],
  )
  const row = rows[0] ?? { seen: 0, count: 0 }
  return { count: row.count, atLeast: row.seen >= limit }
}

/**
 * Gives back the slots of leases that ran out, a bounded number at a time, oldest first. Task and
 * assignment are locked without waiting, so that this never meets a submit half-way.
 */
export async function reclaimExpired(tx: Sql, who: Annotator): Promise<number> {
  const { rows } = await tx.query<{ n: number }>({
    name: "reclaim-expired",
    text: `
      WITH due AS (
        SELECT a."id", a."taskId", a."holdsSlot" FROM "Assignment" a JOIN "Task" t ON t."id" = a."taskId"
        WHERE a."projectId" = $1::uuid AND a."state" = 'LEASED' AND a."leaseExpiresAt" < clock_timestamp()
        ORDER BY a."leaseExpiresAt" LIMIT 64 FOR NO KEY UPDATE OF t, a SKIP LOCKED
      ), expired AS (
        UPDATE "Assignment" a SET "state" = 'EXPIRED', "holdsSlot" = false, "closedAt" = clock_timestamp()
        FROM due WHERE a."id" = due."id" RETURNING a."id"
      ), freed AS (
        UPDATE "Task" t SET "taken" = t."taken" - f."n", "remaining" = t."remaining" + f."n",
          "open" = (t."status" = 'ACTIVE' AND t."remaining" + f."n" > 0)
        FROM (SELECT "taskId", count(*)::int AS "n" FROM due WHERE "holdsSlot" GROUP BY 1) f
        WHERE t."id" = f."taskId" RETURNING t."id"
      )
      SELECT (SELECT count(*) FROM expired)::int AS "n", (SELECT count(*) FROM freed)::int AS "tasks"`,
    values: [who.projectId],
  })
  return rows[0]?.n ?? 0
}
