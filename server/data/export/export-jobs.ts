import type pg from "pg"
import { DiptychError } from "@/core/errors"
import type { ExportJobView } from "@/core/exports/export-view"
import type { ExportSettings } from "@/formats/export/settings"
import type { ProjectAccess } from "@/server/access"
import type { Actor } from "@/server/actor"
import { pool } from "@/server/data/db"
import { insertAudit } from "@/server/data/insert-audit"
import { transaction } from "@/server/data/transaction"

/** An export that is wished for: what decides every byte of it, and who wished. Its id is that of the export. */
export type ExportJob = {
  readonly id: string
  readonly slug: string
  readonly payload: JobPayload
  /** How often it was begun. Whoever began it before has lost it. */
  readonly attempt: number
}

type JobPayload = {
  readonly format: string
  readonly settings: ExportSettings
  readonly snapshot: string
  readonly actor: Actor
}

type Access = ProjectAccess<"exports:create">

/** Past this long without a sign of life the job is anybody's again. */
const LEASE = "interval '15 seconds'"
/** A job that ended its process so often would end the next one too. */
const MOST_ATTEMPTS = 5

/** Puts an export into the queue; its snapshot is fixed already. */
export async function createExportJob(
  access: Access,
  id: string,
  { format, settings, snapshot }: Omit<JobPayload, "actor">,
): Promise<void> {
  const payload: JobPayload = { format, settings, snapshot, actor: access.actor }
  await pool().query(
    `INSERT INTO "Job" ("id", "projectId", "kind", "status", "payload", "total", "createdById")
     VALUES ($1, $2, 'export', 'QUEUED', $3, (SELECT count(*) FROM "Annotation" WHERE "projectId" = $2), $4)`,
    [id, access.projectId, JSON.stringify(payload), access.userId],
  )
  await pool().query(
    `DELETE FROM "Job" WHERE "kind" = 'export' AND "finishedAt" < clock_timestamp() - interval '7 days'`,
  )
}

/**
 * The oldest export that waits, or whose process went silent; it is the caller's until the lease runs out.
 * Any number may ask at once, each job goes to one.
 */
export async function claimExportJob(): Promise<ExportJob | null> {
  await pool().query(
    `UPDATE "Job" SET "status" = 'FAILED', "finishedAt" = clock_timestamp(),
       "error" = 'The server stopped each time it made this export. Choose smaller files or fewer rows, or use the command line.'
     WHERE "kind" = 'export' AND "status" = 'RUNNING' AND "leaseExpiresAt" < clock_timestamp() AND "attempts" >= $1`,
    [MOST_ATTEMPTS],
  )
  const { rows } = await pool().query<ExportJob>(
    `UPDATE "Job" j SET "status" = 'RUNNING', "attempts" = "attempts" + 1, "done" = 0,
       "startedAt" = coalesce("startedAt", clock_timestamp()), "leaseExpiresAt" = clock_timestamp() + ${LEASE}
     FROM "Project" p
     WHERE p."id" = j."projectId" AND j."id" = (
       SELECT "id" FROM "Job" WHERE "kind" = 'export'
         AND ("status" = 'QUEUED' OR ("status" = 'RUNNING' AND "leaseExpiresAt" < clock_timestamp() AND "attempts" < $1))
       ORDER BY "createdAt", "id" FOR UPDATE SKIP LOCKED LIMIT 1)
     RETURNING j."id", p."slug", j."payload", j."attempts" AS "attempt"`,
    [MOST_ATTEMPTS],
  )
  return rows[0] ?? null
}

const mine = `"id" = $1 AND "kind" = 'export' AND "status" = 'RUNNING' AND "attempts" = $2`

/** A sign of life. False = cancelled, or somebody else's by now: then the work must stop. */
export async function advanceExportJob({ id, attempt }: ExportJob, done: number): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "Job" SET "done" = $3, "leaseExpiresAt" = clock_timestamp() + ${LEASE} WHERE ${mine}`,
    [id, attempt, done],
  )
  return rowCount === 1
}

/** QUEUED gives it back, for a process that stops in order. */
export async function endExportJob(
  { id, attempt }: ExportJob,
  status: "DONE" | "FAILED" | "QUEUED",
  error: string | null = null,
): Promise<void> {
  await pool().query(
    `UPDATE "Job" SET "status" = $3::"JobStatus", "error" = $4, "leaseExpiresAt" = NULL,
       "done" = CASE WHEN $3 = 'DONE' THEN "total" ELSE "done" END,
       "finishedAt" = CASE WHEN $3 <> 'QUEUED' THEN clock_timestamp() END WHERE ${mine}`,
    [id, attempt, status, error],
  )
}

/** Whoever makes it sees that within a second; nothing of it stays. */
export async function cancelExportJob(access: Access, id: string): Promise<void> {
  await getExportJob(access, id)
  await transaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE "Job" SET "status" = 'CANCELLED', "cancelRequestedAt" = clock_timestamp(), "finishedAt" = clock_timestamp()
       WHERE "id" = $1 AND "projectId" = $2 AND "kind" = 'export' AND "status" IN ('QUEUED', 'RUNNING')`,
      [id, access.projectId],
    )
    if (rowCount === 0) return
    await insertAudit(client, {
      actor: access.actor,
      projectId: access.projectId,
      action: "export:cancel",
      subjectType: "ExportRun",
      subjectId: id,
    })
  })
}

const view = `j."id", j."payload" ->> 'format' AS "format", j."status"::text AS "status", j."done"::float8 AS "done",
  greatest(j."total", 1)::float8 AS "total", j."error",
  (SELECT r."sha256" FROM "ExportRun" r WHERE r."id" = j."id" AND r."status" = 'DONE') AS "sha256", j."createdAt"`

/** An export in whatever state, also one that was made without a job. NOT_FOUND for another project's. */
export async function getExportJob(access: Access, id: string): Promise<ExportJobView> {
  const { rows } = await pool().query<JobRow>(
    `SELECT * FROM (
       SELECT ${view}, 1 AS "rank" FROM "Job" j WHERE j."id" = $1 AND j."projectId" = $2 AND j."kind" = 'export'
       UNION ALL
       SELECT r."id", r."format", 'DONE', 1, 1, NULL, r."sha256", r."createdAt", 2 FROM "ExportRun" r
       WHERE r."id" = $1 AND r."projectId" = $2 AND r."status" = 'DONE') x ORDER BY "rank" LIMIT 1`,
    [id, access.projectId],
  )
  const [row] = rows
  if (!row) throw new DiptychError("NOT_FOUND", "There is no such export in this project.")
  return toView(row)
}

/** Exports that wait or are being made, oldest first. */
export async function listOpenExportJobs(access: Access): Promise<ExportJobView[]> {
  const { rows } = await pool().query<JobRow>(
    `SELECT ${view} FROM "Job" j
     WHERE j."projectId" = $1 AND j."kind" = 'export' AND j."status" IN ('QUEUED', 'RUNNING')
     ORDER BY j."createdAt", j."id" LIMIT 20`,
    [access.projectId],
  )
  return rows.map(toView)
}

type JobRow = Omit<ExportJobView, "createdAt"> & pg.QueryResultRow & { readonly createdAt: Date }

function toView({ id, format, status, done, total, error, sha256, createdAt }: JobRow): ExportJobView {
  return {
    id,
    format,
    status,
    done: Math.min(done, total),
    total,
    error,
    sha256,
    createdAt: createdAt.toISOString(),
  }
}
