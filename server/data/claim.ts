import type { Annotator } from "@/server/data/annotator"
import { setTaken } from "@/server/data/task-slots"
import type { Sql } from "@/server/data/transaction"

/** Suiting tasks of a piece that are tried: some may be held by others. */
const PIECE_CANDIDATES = 64
/** How many rows of one group of the queue are looked at, from the person's point on, in each direction. */
const WINDOW = 128
/** Groups (priority, nearness) that are looked at before the queue is searched piece by piece. */
const GROUPS = 12

/**
 * Conditions a task `t` must meet to go to a person, whatever for. $1 project, $2 person, $3 their
 * cohort, $4 kind.
 *
 * Written as scalar subqueries on purpose: the planner may turn NOT EXISTS into a hash join over
 * everything the person has ever done, which costs by their diligence; a scalar subquery is one look
 * into an index per candidate.
 */
export const suits = `
  -- A ranking of two is a pair.
  (t."kind" = $4::"TaskKind" OR ($4::"TaskKind" = 'RANKING' AND t."kind" = 'PAIRWISE'))
  AND (t."cohort" IS NULL OR t."cohort" = $3::text)
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

/**
 * Nobody gets a task twice. A lease that ran out or was given back is none: with few people the task
 * would starve otherwise; the same person gets the same assignment and sides again.
 */
export const hadBefore = `coalesce((SELECT true FROM "Assignment" a
    WHERE a."taskId" = t."id" AND a."annotatorId" = $2::uuid AND a."purpose" IN ('LABEL', 'GOLD')
      AND a."state" NOT IN ('EXPIRED', 'RELEASED') LIMIT 1), false)`

// Asked first: at the end of the queue it is what most tasks fail.
const eligible = `NOT ${hadBefore} AND ${suits}`

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
    UPDATE "Task" t SET ${setTaken('t."taken" + 1')}
    FROM picked p WHERE t."id" = p."id" RETURNING t."id", t."k", t."ring"
  )
  SELECT t."id", t."k", t."ring" FROM taken t JOIN picked p ON p."id" = t."id" ORDER BY p."place"`

/** Nearly finished first, tasks that nobody began last: the expression of the index "Task_queue_idx". */
const nearness = `(CASE WHEN t."taken" = 0 THEN 1000 ELSE t."remaining" END)`

const half = (index: 0 | 1) => `
  SELECT t."id", ${index} AS "half", t."ring" FROM (
    SELECT t."id", t."ring", t."kind", t."cohort", t."promptId" FROM "Task" t
    WHERE t."projectId" = $1::uuid AND t."open" AND t."priority" = g."priority" AND ${nearness} = g."nearness"
      AND t."ring" ${index === 0 ? ">=" : "<"} $5::int
    ORDER BY t."ring" LIMIT ${WINDOW}
  ) t WHERE ${eligible} ORDER BY t."ring" LIMIT $6 * 2 + 8`

/**
 * The queue's order is priority, then nearly finished first, then the ring from the person's point.
 * No single index scan gives it, since the ring wraps; so the few groups of equal (priority,
 * nearness) are found by skipping through the index, and each is read from the person's point on,
 * a bounded window in each direction. What a claim costs therefore depends neither on the size of
 * the project nor on how much the person has done.
 */
export const claimFromWindows = `
  WITH RECURSIVE groups("group", "priority", "nearness") AS (
    (SELECT 1, t."priority", ${nearness} FROM "Task" t WHERE t."projectId" = $1::uuid AND t."open"
      ORDER BY t."priority" DESC, ${nearness} LIMIT 1)
    UNION ALL
    SELECT g."group" + 1, x."priority", x."nearness" FROM groups g CROSS JOIN LATERAL (
      SELECT y.* FROM (
        (SELECT t."priority", ${nearness} AS "nearness" FROM "Task" t
          WHERE t."projectId" = $1::uuid AND t."open" AND t."priority" = g."priority" AND ${nearness} > g."nearness"
          ORDER BY ${nearness} LIMIT 1)
        UNION ALL
        (SELECT t."priority", ${nearness} AS "nearness" FROM "Task" t
          WHERE t."projectId" = $1::uuid AND t."open" AND t."priority" < g."priority"
          ORDER BY t."priority" DESC, ${nearness} LIMIT 1)
      ) y ORDER BY y."priority" DESC LIMIT 1
    ) x WHERE g."group" < ${GROUPS}
  ), candidates AS MATERIALIZED (
    SELECT g."group", c.* FROM groups g CROSS JOIN LATERAL ((${half(0)}) UNION ALL (${half(1)})) c
  ), ${lockAndTake}`

/**
 * A piece of the queue in ring order, from $5 on, $6 rows long (more where rings tie): how many open
 * tasks are in it, where it ends, and which of them would suit, best first. Locks nothing: what another
 * claim holds is in it too.
 */
export const lookAtPiece = `
  WITH piece AS MATERIALIZED (
    SELECT t."id", t."ring", t."kind", t."cohort", t."promptId", t."priority", ${nearness} AS "nearness"
    FROM "Task" t WHERE t."projectId" = $1::uuid AND t."open" AND t."ring" >= $5::int
    ORDER BY t."ring" FETCH FIRST $6 ROWS WITH TIES
  )
  SELECT (SELECT count(*)::int FROM piece) AS "seen", (SELECT max(p."ring") FROM piece p) AS "last",
    ARRAY(SELECT t."id" FROM piece t WHERE ${eligible}
      ORDER BY t."priority" DESC, t."nearness", t."ring" LIMIT ${PIECE_CANDIDATES}) AS "ids"`

const takeThese = `
  WITH candidates AS (
    SELECT x."id", 1 AS "group", 1 AS "half", x."ring" FROM unnest($1::uuid[]) WITH ORDINALITY AS x("id", "ring")
  ), ${lockAndTake.replaceAll("$6", "$2::int")}`

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
  return (await tx.query<TakenTask>({ name: "claim-windows", text: claimFromWindows, values })).rows
}

export type Piece = { readonly seen: number; readonly last: number | null; readonly ids: readonly string[] }

/** One piece of the search for a last task, which the windows are too short to see. */
export async function lookForTasks(
  tx: Sql,
  who: Annotator,
  at: ClaimantPoint,
  length: number,
): Promise<Piece> {
  const values = [who.projectId, who.userId, at.cohort, at.kind, at.ringPoint, length]
  const { rows } = await tx.query<Piece>({ name: "claim-piece", text: lookAtPiece, values })
  return rows[0] ?? { seen: 0, last: null, ids: [] }
}

/** Slots of these tasks, in this order, as far as nobody else holds or fills them. */
export async function takeSlotsOf(
  tx: Sql,
  _who: Annotator,
  ids: readonly string[],
  count: number,
): Promise<readonly TakenTask[]> {
  return (await tx.query<TakenTask>({ name: "claim-these", text: takeThese, values: [ids, count] })).rows
}

/** Tasks this person could still get, counted among the first `limit` open ones from their point on. */
export async function countEligible(sql: Sql, who: Annotator, at: ClaimantPoint, limit: number) {
  const { rows } = await sql.query<{ seen: number; count: number }>(
    `SELECT count(*)::int AS "seen", count(*) FILTER (WHERE ${eligible})::int AS "count" FROM (
       SELECT * FROM "Task" t WHERE t."projectId" = $1::uuid AND t."open"
       LIMIT $5
     ) t`,
    [who.projectId, who.userId, at.cohort, at.kind, limit],
  )
  const row = rows[0] ?? { seen: 0, count: 0 }
  return { count: row.count, atLeast: row.seen >= limit }
}

/**
 * Gives back the slots of leases that ran out, a bounded number at a time, oldest first. Task and
 * assignment are locked without waiting, so that this never meets a submit half-way. Answers the tasks
 * that have a slot free again.
 */
export async function reclaimExpired(tx: Sql, who: Annotator): Promise<readonly string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: "reclaim-expired",
    text: `
      WITH due AS (
        SELECT a."id", a."taskId", a."holdsSlot" FROM "Assignment" a JOIN "Task" t ON t."id" = a."taskId"
        WHERE a."projectId" = $1::uuid AND a."state" = 'LEASED' AND a."leaseExpiresAt" < clock_timestamp()
        ORDER BY a."leaseExpiresAt" LIMIT 64 FOR NO KEY UPDATE OF t, a SKIP LOCKED
      ), expired AS (
        UPDATE "Assignment" a SET "state" = 'EXPIRED', "holdsSlot" = false, "closedAt" = clock_timestamp()
        FROM due WHERE a."id" = due."id" RETURNING a."id"
      )
      UPDATE "Task" t SET ${setTaken('t."taken" - f."n"')}
      FROM (SELECT "taskId", count(*)::int AS "n" FROM due WHERE "holdsSlot" GROUP BY 1) f
      WHERE t."id" = f."taskId" RETURNING t."id"`,
    values: [who.projectId],
  })
  return rows.map((row) => row.id)
}
