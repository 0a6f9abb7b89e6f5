import type pg from "pg"
import { pool } from "@/server/data/db"
import { oldestRunning } from "@/server/data/export/snapshot"
import { packSome } from "@/server/data/rollup/packs"
import { replaceTasks } from "@/server/data/rollup/replace-tasks"

/** Tasks counted in one transaction. */
const AT_ONCE = 2_000
/** With the project's hash the key of a session lock: one program counts a project at a time. */
const lockSpace = 7_230_011

export type Advance = {
  /** Tasks counted again; 0 = nothing had happened. */
  readonly tasks: number
  /** False: more is waiting, or another program is at it. */
  readonly upToDate: boolean
}

type State = { snapshot: string; cursor: string | null; rule: string; version: number }

/**
 * Brings the counts of one project up to what is committed now. Inside one snapshot of the database it finds the
 * tasks that something happened to since the snapshot of the last look (an answer, a correction, an undo, an
 * exclusion or its reversal, a model that gives a known text, another use case), counts them again, and notes its own snapshot, in one
 * transaction: killed at any moment it leaves the counts of before. Positions are snapshots and not numbers, because
 * a row with a lower number may commit later.
 *
 * A project without counts, or whose overlap rule has changed, is counted from scratch, some tasks at a time.
 */
export async function advanceRollup(projectId: string): Promise<Advance> {
  return (await alone(projectId, (client) => step(client, projectId))) ?? { tasks: 0, upToDate: false }
}

/** Packs some of the days that are over (packs.ts); how many slices of days, 0 = nothing left or another is at it. */
export async function packRollup(projectId: string): Promise<number> {
  return (await alone(projectId, (client) => packSome(client, projectId))) ?? 0
}

/** Only one program counts or packs a project at a time; null where another one does. */
async function alone<T>(projectId: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T | null> {
  const client = await pool().connect()
  let broken = true
  try {
    const lock = await client.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_lock($1, hashtext($2)) AS "taken"`,
      [lockSpace, projectId],
    )
    let result: T | null = null
    if (lock.rows[0]?.taken) {
      result = await work(client)
      await client.query("SELECT pg_advisory_unlock($1, hashtext($2))", [lockSpace, projectId])
    }
    broken = false
    return result
  } finally {
    // A connection that failed may still hold the lock or a transaction: it is closed.
    client.release(broken)
  }
}

/** SQL: what the counts of project p depend on beside its rows. Another first word means counting from scratch. */
export const ruleNow = `concat_ws(' ', 'v3', p."overlap", p."adaptiveCap")`

async function step(client: pg.PoolClient, projectId: string): Promise<Advance> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ")
  const found = await client.query<{ snapshot: string; rule: string; known: State | null }>(
    `SELECT pg_current_snapshot()::text AS "snapshot",
       ${ruleNow} AS "rule",
       (SELECT to_jsonb(s) FROM "RollupState" s WHERE s."projectId" = p."id") AS "known"
     FROM "Project" p WHERE p."id" = $1::uuid`,
    [projectId],
  )
  const row = found.rows[0]
  let result: Advance = { tasks: 0, upToDate: true }
  if (row) {
    const { known, rule, snapshot } = row
    if (!known || known.rule !== rule) result = await startOver(client, projectId, snapshot, rule)
    else if (known.cursor !== null) result = await goOn(client, projectId, known.cursor)
    else result = await follow(client, projectId, known, snapshot)
  }
  await client.query("COMMIT")
  return result
}

async function startOver(
  tx: pg.PoolClient,
  projectId: string,
  snapshot: string,
  rule: string,
): Promise<Advance> {
  for (const table of ["RollupGroup", "RollupDiffer"])
    await tx.query(`DELETE FROM "${table}" WHERE "projectId" = $1::uuid`, [projectId])
  // People keep their numbers.
  for (const table of ["RollupFate", "RollupFateCount"]) {
    await tx.query(
      `DELETE FROM "${table}" f USING "RollupPerson" p WHERE p."id" = f."personId" AND p."projectId" = $1::uuid`,
      [projectId],
    )
  }
  await tx.query(
    `INSERT INTO "RollupState" AS s ("projectId", "snapshot", "cursor", "rule", "version", "changedAt")
     VALUES ($1::uuid, $2, '00000000-0000-0000-0000-000000000000', $3, 1, clock_timestamp())
     ON CONFLICT ("projectId") DO UPDATE SET "snapshot" = excluded."snapshot", "cursor" = excluded."cursor",
       "rule" = excluded."rule", "twice" = 0, "differing" = 0, "version" = s."version" + 1, "changedAt" = clock_timestamp()`,
    [projectId, snapshot, rule],
  )
  return { tasks: 0, upToDate: false }
}

async function goOn(tx: pg.PoolClient, projectId: string, cursor: string): Promise<Advance> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT "id" FROM "Task" WHERE "projectId" = $1::uuid AND "id" > $2::uuid ORDER BY "id" LIMIT $3`,
    [projectId, cursor, AT_ONCE],
  )
  const ids = rows.map((row) => row.id)
  await replaceTasks(tx, projectId, ids)
  const last = ids.length < AT_ONCE ? null : (ids.at(-1) ?? null)
  await tx.query(
    `UPDATE "RollupState" SET "cursor" = $2, "version" = "version" + 1, "changedAt" = clock_timestamp()
     WHERE "projectId" = $1::uuid`,
    [projectId, last],
  )
  // What was committed since the start is found by the snapshot of the start.
  return { tasks: ids.length, upToDate: false }
}

async function follow(
  tx: pg.PoolClient,
  projectId: string,
  known: State,
  snapshot: string,
): Promise<Advance> {
  if (known.snapshot === snapshot) return { tasks: 0, upToDate: true }
  const ids = await listTouched(tx, projectId, known.snapshot)
  for (let at = 0; at < ids.length; at += AT_ONCE)
    await replaceTasks(tx, projectId, ids.slice(at, at + AT_ONCE))
  await tx.query(
    `UPDATE "RollupState" SET "snapshot" = $2, "version" = "version" + $3,
       "changedAt" = CASE WHEN $3 = 0 THEN "changedAt" ELSE clock_timestamp() END
     WHERE "projectId" = $1::uuid`,
    [projectId, snapshot, ids.length > 0 ? 1 : 0],
  )
  return { tasks: ids.length, upToDate: true }
}

const isNew = (alias: string) =>
  `${alias}."xid" >= $3::bigint AND NOT pg_visible_in_snapshot(${alias}."xid"::text::xid8, $2::pg_snapshot)`

/** Tasks that something happened to which the snapshot did not see. */
async function listTouched(tx: pg.PoolClient, projectId: string, from: string): Promise<string[]> {
  const { rows } = await tx.query<{ taskId: string }>(
    `SELECT a."taskId" FROM "Annotation" a WHERE a."projectId" = $1::uuid AND ${isNew("a")}
     UNION SELECT tc."taskId" FROM "Completion" n
       JOIN "Completion" c ON c."promptId" = n."promptId" AND c."hash" = n."hash"
       JOIN "TaskCompletion" tc ON tc."completionId" = c."id"
       WHERE n."projectId" = $1::uuid AND ${isNew("n")}
     UNION SELECT t."id" FROM "PromptChange" h JOIN "Task" t ON t."promptId" = h."promptId"
       WHERE h."projectId" = $1::uuid AND ${isNew("h")}`,
    [projectId, from, oldestRunning(from)],
  )
  const touched = new Set(rows.map((row) => row.taskId))
  const excluded = await tx.query<{ any: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM "Exclusion" e WHERE e."projectId" = $1::uuid AND ${isNew("e")}) AS "any"`,
    [projectId, from, oldestRunning(from)],
  )
  if (excluded.rows[0]?.any) {
    // An exclusion or a link in a chain of reversals: whatever the project's exclusions name.
    const named = await tx.query<{ taskId: string }>(
      `SELECT DISTINCT a."taskId" FROM "Annotation" a JOIN "Exclusion" e ON e."projectId" = a."projectId"
         AND (e."annotationId" = a."id" OR e."annotatorId" = a."annotatorId")
       WHERE a."projectId" = $1::uuid`,
      [projectId],
    )
    for (const row of named.rows) touched.add(row.taskId)
  }
  return [...touched]
}

/** Advances until nothing is waiting: for the command line and tests. Returns how many tasks were counted. */
export async function finishRollup(
  projectId: string,
  say: (tasks: number) => void = () => {},
): Promise<number> {
  let tasks = 0
  for (;;) {
    const done = await advanceRollup(projectId)
    tasks += done.tasks
    if (done.upToDate) return tasks
    say(tasks)
    if (done.tasks === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** The next advance counts everything from scratch. */
export async function forgetRollup(projectId: string): Promise<void> {
  await pool().query(`UPDATE "RollupState" SET "rule" = '' WHERE "projectId" = $1::uuid`, [projectId])
}

const waits = `x."xid" >= pg_snapshot_xmin(s."snapshot"::pg_snapshot)::text::bigint
  AND NOT pg_visible_in_snapshot(x."xid"::text::xid8, s."snapshot"::pg_snapshot)`

/** Projects in which something waits to be counted. */
export async function listWaiting(): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT p."id" FROM "Project" p LEFT JOIN "RollupState" s ON s."projectId" = p."id"
     WHERE s."projectId" IS NULL OR s."cursor" IS NOT NULL
       OR s."rule" <> ${ruleNow}
       OR EXISTS (SELECT 1 FROM "Annotation" x WHERE x."projectId" = p."id" AND ${waits})
       OR EXISTS (SELECT 1 FROM "Exclusion" x WHERE x."projectId" = p."id" AND ${waits})
       OR EXISTS (SELECT 1 FROM "Completion" x WHERE x."projectId" = p."id" AND ${waits})
       OR EXISTS (SELECT 1 FROM "PromptChange" x WHERE x."projectId" = p."id" AND ${waits})`,
  )
  return rows.map((row) => row.id)
}
