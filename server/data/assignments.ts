import type { Annotator } from "@/server/data/annotator"
import type { TakenTask } from "@/server/data/claim"
import { setTaken } from "@/server/data/task-slots"
import type { Sql } from "@/server/data/transaction"

/** What a claim needs to know of the person; an owner of the instance may have no membership row. */
export type Member = {
  readonly cohort: string | null
  readonly paused: boolean
  readonly ringPoint: number
  readonly sideBalance: number
  /** Tasks given so far, controls included; null = no member, who is given no controls. */
  readonly served: number | null
  /** Where the search for a last task began that has found none yet. */
  readonly sweepFrom: number | null
  /** Such a search went once round in vain, and nothing was found since. */
  readonly swept: boolean
}

export type Purpose = "LABEL" | "GOLD" | "REPEAT"

export type LeaseRow = {
  readonly id: string
  readonly token: string
  readonly taskId: string
  readonly purpose: Purpose
  readonly shown: number[]
  readonly holdsSlot: boolean
  readonly leasedAt: Date
  readonly leaseExpiresAt: Date
  readonly expired: boolean
}

/**
 * One claim at a time per person and project: two tabs, a reload and its forerunner wait for each
 * other, so that none sees the queue without what the other has just taken.
 */
export async function lockPerson(tx: Sql, who: Annotator): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 7))`, [
    personLock(who.projectId, who.userId),
  ])
}

/** What is locked (hashed with 7), for those who change a person's leases from elsewhere. */
export function personLock(projectId: string, userId: string): string {
  return `claim:${projectId}:${userId}`
}

export async function findMember(sql: Sql, who: Annotator): Promise<Member | undefined> {
  const { rows } = await sql.query<Member>(
    `SELECT "cohort", "pausedAt" IS NOT NULL AS "paused", "ringPoint", "sideBalance", "served",
       "sweepFrom", "sweptAt" IS NOT NULL AS "swept" FROM "Membership"
     WHERE "projectId" = $1::uuid AND "userId" = $2::uuid`,
    [who.projectId, who.userId],
  )
  return rows[0]
}

/** The person's open leases, in the order they were given. */
export async function listLeases(sql: Sql, who: Annotator): Promise<LeaseRow[]> {
  const { rows } = await sql.query<LeaseRow>({
    name: "list-leases",
    text: `SELECT "id", "token", "taskId", "purpose", "shown", "holdsSlot", "leasedAt", "leaseExpiresAt",
        "leaseExpiresAt" < clock_timestamp() AS "expired"
      FROM "Assignment" WHERE "projectId" = $1::uuid AND "annotatorId" = $2::uuid AND "state" = 'LEASED'
      ORDER BY "leasedAt", "id"`,
    values: [who.projectId, who.userId],
  })
  return rows
}

/** A lease that ran out but whose slot nobody took yet starts anew for the person who comes back. */
export async function restartLeases(
  tx: Sql,
  who: Annotator,
  ids: readonly string[],
  lengthMs: number,
): Promise<void> {
  await tx.query(
    // A millisecond apart, so that they keep their order.
    `UPDATE "Assignment" SET "leasedAt" = statement_timestamp() + array_position($1::uuid[], "id") * interval '1 millisecond',
       "leaseExpiresAt" = clock_timestamp() + make_interval(secs => $2::float8 / 1000)
     WHERE "id" = ANY ($1::uuid[]) AND "annotatorId" = $3::uuid AND "state" = 'LEASED'`,
    [ids, lengthMs, who.userId],
  )
}

/** How often others had stored position 0 left rather than right, and how many they are, per task. */
export async function listSidesOfOthers(
  tx: Sql,
  who: Annotator,
  taskIds: readonly string[],
): Promise<Map<string, { lean: number; people: number }>> {
  const { rows } = await tx.query<{ taskId: string; lean: number; people: number }>({
    name: "sides-of-others",
    text: `SELECT "taskId", sum(CASE WHEN "shown"[1] = 0 THEN 1 ELSE -1 END)::int AS "lean", count(*)::int AS "people"
      FROM "Assignment" WHERE "taskId" = ANY ($1::uuid[]) AND "annotatorId" <> $2::uuid
        AND "purpose" = 'LABEL' AND "state" IN ('LEASED', 'SUBMITTED') GROUP BY "taskId"`,
    values: [taskIds, who.userId],
  })
  return new Map(rows.map((row) => [row.taskId, row]))
}

export type NewLease = {
  readonly task: TakenTask
  readonly purpose: Purpose
  readonly token: string
  readonly shown: readonly number[]
}

/**
 * Writes the assignments of freshly taken slots. Who had a task before and let it go gets the same
 * assignment again: same token, same sides. Returns the tokens that are new.
 */
export async function insertLeases(
  tx: Sql,
  who: Annotator,
  leases: readonly NewLease[],
  lengthMs: number,
): Promise<Set<string>> {
  const { rows } = await tx.query<{ token: string }>({
    name: "insert-leases",
    // One millisecond apart, so that the order of the queue is the order of "leasedAt".
    text: `INSERT INTO "Assignment" ("id", "token", "projectId", "taskId", "annotatorId", "purpose", "holdsSlot", "shown", "leasedAt", "leaseExpiresAt")
      SELECT gen_random_uuid(), x."token", $1::uuid, x."taskId", $2::uuid, x."purpose"::"AssignmentPurpose",
        x."purpose" = 'LABEL', x."shown",
        clock_timestamp() + x."place" * interval '1 millisecond',
        clock_timestamp() + make_interval(secs => $4::float8 / 1000)
      FROM jsonb_to_recordset($3::jsonb) AS x("taskId" uuid, "token" text, "purpose" text, "shown" int[], "place" int)
      ORDER BY x."place"
      ON CONFLICT ("taskId", "annotatorId", "purpose") DO UPDATE SET "state" = 'LEASED', "holdsSlot" = EXCLUDED."holdsSlot",
        "leasedAt" = EXCLUDED."leasedAt", "leaseExpiresAt" = EXCLUDED."leaseExpiresAt", "closedAt" = NULL
      RETURNING "token"`,
    values: [
      who.projectId,
      who.userId,
      JSON.stringify(
        leases.map((lease, place) => ({
          taskId: lease.task.id,
          token: lease.token,
          purpose: lease.purpose,
          shown: lease.shown,
          place,
        })),
      ),
      lengthMs,
    ],
  })
  return new Set(rows.map((row) => row.token))
}

/** Remembers where on the ring the person stands, how the sides fell, and what they were given. */
export async function movePerson(
  tx: Sql,
  who: Annotator,
  to: { ringPoint: number; sideBalance: number; served: number },
): Promise<void> {
  await tx.query({
    name: "move-person",
    text: `UPDATE "Membership" SET "ringPoint" = $3, "sideBalance" = $4, "served" = $5, "sweepFrom" = NULL, "sweptAt" = NULL
     WHERE "projectId" = $1::uuid AND "userId" = $2::uuid`,
    values: [who.projectId, who.userId, to.ringPoint, to.sideBalance, to.served],
  })
}

/** How far the search for a last task has come; `done` = once round. */
export async function moveSweep(
  tx: Sql,
  who: Annotator,
  to: { ringPoint: number; sweepFrom: number | null; done: boolean },
): Promise<void> {
  await tx.query({
    name: "move-sweep",
    text: `UPDATE "Membership" SET "ringPoint" = $3, "sweepFrom" = $4,
       "sweptAt" = CASE WHEN $5 THEN clock_timestamp() ELSE "sweptAt" END
     WHERE "projectId" = $1::uuid AND "userId" = $2::uuid`,
    values: [who.projectId, who.userId, to.ringPoint, to.sweepFrom, to.done],
  })
}

/** Longer leases, per token the new end in milliseconds since the epoch. */
export async function extendLeases(
  tx: Sql,
  who: Annotator,
  ends: readonly { id: string; until: number }[],
): Promise<{ token: string; leaseExpiresAt: Date }[]> {
  const { rows } = await tx.query<{ token: string; leaseExpiresAt: Date }>(
    `UPDATE "Assignment" a SET "leaseExpiresAt" = to_timestamp(x."until" / 1000.0)
     FROM jsonb_to_recordset($1::jsonb) AS x("id" uuid, "until" float8)
     WHERE a."id" = x."id" AND a."annotatorId" = $2::uuid AND a."state" = 'LEASED' RETURNING a."token", a."leaseExpiresAt"`,
    [JSON.stringify(ends), who.userId],
  )
  return rows
}

/**
 * Gives leases back at the person's wish; what was answered or skipped stays as it is, and so does a text
 * that came back from its review: it waits for its author. Answers how many,
 * and the tasks that have a slot free again.
 */
export async function releaseLeases(
  tx: Sql,
  who: Annotator,
  tokens: readonly string[],
): Promise<{ released: number; freed: readonly string[] }> {
  const { rows } = await tx.query<{ n: number; freed: string[] }>(
    `WITH mine AS (
       SELECT a."id", a."taskId", a."holdsSlot" FROM "Assignment" a JOIN "Task" t ON t."id" = a."taskId"
       WHERE a."projectId" = $1::uuid AND a."annotatorId" = $2::uuid AND a."token" = ANY ($3::text[])
         AND a."state" = 'LEASED' AND NOT EXISTS (SELECT 1 FROM "Annotation" n
           JOIN "DemonstrationReview" v ON v."annotationId" = n."id" WHERE n."assignmentId" = a."id")
       ORDER BY a."taskId" FOR NO KEY UPDATE OF t, a SKIP LOCKED
     ), released AS (
       UPDATE "Assignment" a SET "state" = 'RELEASED', "holdsSlot" = false, "closedAt" = clock_timestamp()
       FROM mine WHERE a."id" = mine."id" RETURNING a."id"
     ), freed AS (
       UPDATE "Task" t SET ${setTaken('t."taken" - 1')}
       FROM mine WHERE t."id" = mine."taskId" AND mine."holdsSlot" RETURNING t."id"
     )
     SELECT (SELECT count(*) FROM released)::int AS "n", ARRAY(SELECT "id" FROM freed) AS "freed"`,
    [who.projectId, who.userId, tokens],
  )
  return { released: rows[0]?.n ?? 0, freed: rows[0]?.freed ?? [] }
}

export type AssignmentRow = {
  readonly id: string
  readonly token: string
  readonly taskId: string
  readonly shown: number[]
  readonly leaseExpiresAt: Date
}

/** The person's own assignments by token, in any state. */
export async function listAssignments(
  sql: Sql,
  who: Annotator,
  tokens: readonly string[],
): Promise<AssignmentRow[]> {
  const { rows } = await sql.query<AssignmentRow>(
    `SELECT "id", "token", "taskId", "shown", "leaseExpiresAt" FROM "Assignment"
     WHERE "projectId" = $1::uuid AND "annotatorId" = $2::uuid AND "token" = ANY ($3::text[])
     ORDER BY array_position($3::text[], "token")`,
    [who.projectId, who.userId, tokens],
  )
  return rows
}
