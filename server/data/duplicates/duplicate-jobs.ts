import { randomUUID } from "node:crypto"
import type { DuplicateJobView, DuplicateSettings } from "@/core/prompts/duplicates"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { insertAudit } from "@/server/data/insert-audit"
import { transaction } from "@/server/data/transaction"

/** Past this long without a sign of life a search is over: its process ended. */
const LEASE = "interval '30 seconds'"

/** A search of its own, or null where one is under way already. */
export async function claimDuplicateJob(
  access: ProjectAccess<"prompts:update">,
  settings: DuplicateSettings,
): Promise<string | null> {
  const { projectId, userId } = access
  return transaction(async (client) => {
    // Two who ask in the same instant begin one.
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `diptych:duplicates:${projectId}`,
    ])
    await client.query(
      `DELETE FROM "Job" WHERE "projectId" = $1 AND "kind" = 'duplicates' AND "finishedAt" < clock_timestamp() - interval '7 days'`,
      [projectId],
    )
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO "Job" ("id", "projectId", "kind", "status", "payload", "total", "createdById", "startedAt", "leaseExpiresAt", "attempts")
       SELECT $1::uuid, $2::uuid, 'duplicates', 'RUNNING', $3::jsonb, 1000, $4::uuid, clock_timestamp(),
         clock_timestamp() + ${LEASE}, 1
       WHERE NOT EXISTS (SELECT 1 FROM "Job" j WHERE j."projectId" = $2::uuid AND j."kind" = 'duplicates'
         AND j."status" = 'RUNNING' AND j."leaseExpiresAt" > clock_timestamp())
       RETURNING "id"`,
      [randomUUID(), projectId, JSON.stringify(settings), userId],
    )
    return rows[0]?.id ?? null
  })
}

/** A sign of life. False = cancelled: then the work must stop. */
export async function advanceDuplicateJob(id: string, share: number): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "Job" SET "done" = $2, "leaseExpiresAt" = clock_timestamp() + ${LEASE}
     WHERE "id" = $1 AND "status" = 'RUNNING'`,
    [id, Math.round(share * 1000)],
  )
  return rowCount === 1
}

export async function endDuplicateJob(id: string, error: string | null): Promise<void> {
  await pool().query(
    `UPDATE "Job" SET "status" = $2::"JobStatus", "error" = $3::text, "finishedAt" = clock_timestamp()
     WHERE "id" = $1 AND "status" = 'RUNNING'`,
    [id, error === null ? "DONE" : "FAILED", error],
  )
}

/** Whoever searches sees it within a second; the report of before stays. */
export async function cancelDuplicateJob(access: ProjectAccess<"prompts:update">): Promise<void> {
  await transaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE "Job" SET "status" = 'CANCELLED', "cancelRequestedAt" = clock_timestamp(), "finishedAt" = clock_timestamp()
       WHERE "projectId" = $1 AND "kind" = 'duplicates' AND "status" = 'RUNNING'`,
      [access.projectId],
    )
    if (rowCount === 0) return
    await insertAudit(client, {
      actor: access.actor,
      projectId: access.projectId,
      action: "duplicates:cancel",
      subjectType: "Project",
      subjectId: access.projectId,
    })
  })
}

/** The newest search; null = there was none, or long ago. */
export async function getDuplicateJob(
  access: ProjectAccess<"prompts:read">,
): Promise<DuplicateJobView | null> {
  const { rows } = await pool().query<DuplicateJobView & { silent: boolean }>(
    `SELECT "status"::text AS "status", "done"::float8 / 1000 AS "done", "error",
       "status" = 'RUNNING' AND "leaseExpiresAt" < clock_timestamp() AS "silent"
     FROM "Job" WHERE "projectId" = $1 AND "kind" = 'duplicates' ORDER BY "createdAt" DESC, "id" LIMIT 1`,
    [access.projectId],
  )
  const [row] = rows
  if (!row) return null
  const { silent, ...job } = row
  return silent ? { ...job, status: "FAILED", error: "The server stopped in the middle. Search again." } : job
}
