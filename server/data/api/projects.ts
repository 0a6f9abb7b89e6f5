import type { Position } from "@/core/api/page"
import type { ApiKeyActor } from "@/server/actor"
import { pool } from "@/server/data/db"

export type ApiProject = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly role: string
  readonly archived: boolean
  readonly createdAt: string
}

/** The projects a key reaches: whose they are is the very thing asked, so the actor is the capability. */
export async function listProjectsForApi(
  actor: ApiKeyActor,
  wanted: { readonly after: Position; readonly limit: number; readonly slug?: string },
): Promise<ApiProject[]> {
  const { rows } = await pool().query<ApiProject>(
    `SELECT p."id", p."slug", p."name", p."description",
       CASE WHEN $2 THEN 'OWNER' ELSE m."role"::text END AS "role", p."archivedAt" IS NOT NULL AS "archived",
       to_char(p."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt"
     FROM "Project" p LEFT JOIN "Membership" m ON m."projectId" = p."id" AND m."userId" = $1
     WHERE ($2 OR m."userId" IS NOT NULL) AND ($3::uuid IS NULL OR p."id" = $3) AND ($4::text IS NULL OR p."slug" = $4)
       AND (p."createdAt", p."id") > ($5::timestamptz, $6::uuid)
     ORDER BY p."createdAt", p."id" LIMIT $7`,
    [
      actor.userId,
      actor.instanceRole === "OWNER",
      actor.projectId,
      wanted.slug ?? null,
      wanted.after.at,
      wanted.after.id,
      wanted.limit + 1,
    ],
  )
  return rows
}
