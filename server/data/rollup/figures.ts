import { createHash, randomUUID } from "node:crypto"
import type { ProjectProgress } from "@/core/lists/progress-rows"
import type { NumbersFilter } from "@/core/numbers/query"
import type { NumbersReport } from "@/core/numbers/report"
import type { TextRow } from "@/core/numbers/text-metrics"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"

/** What is kept of one computation. */
export type Kept = {
  readonly report: NumbersReport
  readonly progress: ProjectProgress
  readonly texts: readonly TextRow[]
  /** On counted answers of the whole project, most first. */
  readonly flags: readonly { readonly type: string; readonly n: number }[]
}

export type RollupView<K = Kept> = {
  /** Null before the first look. */
  readonly version: number | null
  /** Counting everything from scratch. */
  readonly rebuilding: boolean
  readonly comparisons: number
  readonly kept: { readonly value: K; readonly version: number; readonly computedAt: Date } | null
}

/** Grows when the report means something else or gets new parts: what was kept before is computed again. */
const edition = 5

export type FigureKind = "report" | "crowd" | "slices"

export function figureKey(filter: NumbersFilter, kind: FigureKind = "report"): string {
  return createHash("sha256")
    .update(JSON.stringify([edition, kind, Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1))]))
    .digest("hex")
}

/** How far the counts are and what was computed from them, in one look. */
export async function getRollupView<K = Kept>(
  access: ProjectAccess<"results:read">,
  key: string,
): Promise<RollupView<K>> {
  const { rows } = await pool().query<{
    version: number | null
    rebuilding: boolean
    comparisons: number
    report: K | null
    reportVersion: number | null
    computedAt: Date | null
  }>({
    name: "rollup-view",
    text: `SELECT s."version", s."cursor" IS NOT NULL AS "rebuilding", f."report", f."version" AS "reportVersion",
        f."computedAt",
        (SELECT coalesce(sum(t."comparisons"), 0)::float8 FROM "RollupTally" t JOIN "RollupGroup" g ON g."id" = t."groupId"
          WHERE g."projectId" = $1::uuid) AS "comparisons"
      FROM (SELECT $1::uuid AS "id") p LEFT JOIN "RollupState" s ON s."projectId" = p."id"
      LEFT JOIN "RollupFigure" f ON f."projectId" = p."id" AND f."key" = $2`,
    values: [access.projectId, key],
  })
  const row = rows[0]
  const kept =
    row?.report && row.reportVersion !== null && row.computedAt
      ? { value: row.report, version: row.reportVersion, computedAt: row.computedAt }
      : null
  return {
    version: row?.version ?? null,
    rebuilding: row?.rebuilding ?? false,
    comparisons: row?.comparisons ?? 0,
    kept,
  }
}

export async function keepFigure(
  access: ProjectAccess<"results:read">,
  key: string,
  version: number,
  kept: object,
): Promise<void> {
  await pool().query(
    `INSERT INTO "RollupFigure" ("projectId", "key", "version", "report", "computedAt")
     VALUES ($1::uuid, $2, $3, $4::jsonb, clock_timestamp())
     ON CONFLICT ("projectId", "key") DO UPDATE SET "version" = excluded."version", "report" = excluded."report",
       "computedAt" = excluded."computedAt"`,
    [access.projectId, key, version, JSON.stringify(kept)],
  )
  // Filters of long ago are not kept for ever.
  await pool().query(
    `DELETE FROM "RollupFigure" WHERE "projectId" = $1::uuid AND "key" <> $2 AND "computedAt" < clock_timestamp() - interval '7 days'`,
    [access.projectId, key],
  )
}

const LEASE = "interval '60 seconds'"

/**
 * A job that computes these figures, unless one is at it already (then null and how far it is). Two that ask in the
 * same instant may both compute: wasteful, not wrong.
 */
export async function claimFigureJob(
  access: ProjectAccess<"results:read">,
  key: string,
): Promise<{ id: string | null; done: number; error: string | null }> {
  const { projectId, userId } = access
  const id = randomUUID()
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO "Job" ("id", "projectId", "kind", "status", "payload", "total", "createdById", "startedAt", "leaseExpiresAt", "attempts")
     SELECT $1::uuid, $2::uuid, 'figures', 'RUNNING', jsonb_build_object('key', $3::text), 100, $4::uuid, clock_timestamp(),
       clock_timestamp() + ${LEASE}, 1
     WHERE NOT EXISTS (SELECT 1 FROM "Job" j WHERE j."projectId" = $2::uuid AND j."kind" = 'figures'
       AND j."status" = 'RUNNING' AND j."leaseExpiresAt" > clock_timestamp() AND j."payload" ->> 'key' = $3)
     RETURNING "id"`,
    [id, projectId, key, userId],
  )
  if (rows[0]) return { id, done: 0, error: null }
  return { id: null, ...(await getFigureJob(access, key)) }
}

/** The newest job of these figures. */
export async function getFigureJob(
  access: ProjectAccess<"results:read">,
  key: string,
): Promise<{ done: number; error: string | null }> {
  const { rows } = await pool().query<{ done: number; error: string | null }>(
    `SELECT "done"::int AS "done", "error" FROM "Job" WHERE "projectId" = $1::uuid AND "kind" = 'figures'
       AND "payload" ->> 'key' = $2 ORDER BY "createdAt" DESC, "id" LIMIT 1`,
    [access.projectId, key],
  )
  return rows[0] ?? { done: 0, error: null }
}

export async function advanceFigureJob(id: string, done: number): Promise<void> {
  await pool().query(
    `UPDATE "Job" SET "done" = $2, "leaseExpiresAt" = clock_timestamp() + ${LEASE} WHERE "id" = $1::uuid`,
    [id, Math.round(done * 100)],
  )
}

export async function endFigureJob(id: string, error: string | null): Promise<void> {
  await pool().query(
    `UPDATE "Job" SET "status" = $2::"JobStatus", "error" = $3::text, "done" = CASE WHEN $3::text IS NULL THEN 100 ELSE "done" END,
       "finishedAt" = clock_timestamp() WHERE "id" = $1::uuid`,
    [id, error === null ? "DONE" : "FAILED", error],
  )
  await pool().query(
    `DELETE FROM "Job" WHERE "kind" = 'figures' AND "finishedAt" < clock_timestamp() - interval '1 day'`,
  )
}
