import type { Position } from "@/core/api/page"
import type { ProjectAccess } from "@/server/access"
import { createPseudonym } from "@/server/data/export/load-project-facts"
import { source } from "@/server/data/api/import-source"
import { pool } from "@/server/data/db"

type Listed = Readonly<Record<string, unknown>> & { readonly id: string; readonly createdAt: string }
type Wanted = { readonly after: Position; readonly limit: number }

/** The time as it stands in JSON and in cursors. */
const isoTime = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * Rows of one table in order of time and id, one more than a page holds. `$1` is the project, `$2` and
 * `$3` the position, `$4` the number of rows; further values follow.
 */
async function page(
  access: ProjectAccess<never>,
  { after, limit }: Wanted,
  select: string,
  alias: string,
  where = "true",
  values: readonly unknown[] = [],
): Promise<Listed[]> {
  const { rows } = await pool().query<Listed>(
    `${select} WHERE ${alias}."projectId" = $1 AND (${alias}."createdAt", ${alias}."id") > ($2::timestamptz, $3::uuid)
       AND ${where} ORDER BY ${alias}."createdAt", ${alias}."id" LIMIT $4`,
    [access.projectId, after.at, after.id, limit + 1, ...values],
  )
  return rows
}

export async function listCompletions(
  access: ProjectAccess<"prompts:read">,
  wanted: Wanted & { readonly promptId: string | null },
): Promise<Listed[]> {
  return page(
    access,
    wanted,
    `SELECT c."id", c."promptId", m."key" AS "model", c."hash", c."messages", c."externalId", c."isEmpty" AS "empty",
       c."params", ${source("c")}, ${isoTime(`c."createdAt"`)} AS "createdAt" FROM "Completion" c JOIN "Model" m ON m."id" = c."modelId"`,
    "c",
    `($5::uuid IS NULL OR c."promptId" = $5)`,
    [wanted.promptId],
  )
}

const tasks = `SELECT t."id", t."promptId", t."kind", t."status", t."overlap", t."counted", t."priority", t."cohort",
    coalesce((SELECT json_agg(x."completionId" ORDER BY x."position") FROM "TaskCompletion" x
      WHERE x."taskId" = t."id"), '[]') AS "completionIds", ${isoTime(`t."createdAt"`)} AS "createdAt" FROM "Task" t`

export async function listTasks(
  access: ProjectAccess<"tasks:read">,
  wanted: Wanted & { readonly status: string | null },
): Promise<Listed[]> {
  return page(access, wanted, tasks, "t", `($5::text IS NULL OR t."status"::text = $5)`, [wanted.status])
}

export async function findTask(access: ProjectAccess<"tasks:read">, id: string): Promise<Listed | undefined> {
  const { rows } = await pool().query<Listed>(`${tasks} WHERE t."projectId" = $1 AND t."id" = $2`, [
    access.projectId,
    id,
  ])
  return rows[0]
}

const completionAt = (position: string) =>
  `(SELECT x."completionId" FROM "TaskCompletion" x WHERE x."taskId" = a."taskId" AND x."position" = ${position})`

/** People are pseudonyms, as in exports; every revision is a row. */
export async function listAnnotations(
  access: ProjectAccess<"annotations:read">,
  wanted: Wanted & { readonly taskId: string | null },
): Promise<Listed[]> {
  const [rows, key] = await Promise.all([
    page(
      access,
      wanted,
      `SELECT a."id", a."taskId", a."assignmentId", a."annotatorId", s."purpose", a."revision", a."status", a."cohort",
         a."notRankable", a."confidence", a."rationale", a."note", a."editedText", a."activeMs",
         coalesce((SELECT json_agg(json_build_object('criterion', c."criterion", 'a', ${completionAt(`c."positionA"`)},
             'b', ${completionAt(`c."positionB"`)}, 'preference', c."preference", 'bothBad', c."bothBad", 'level', c."level")
             ORDER BY c."criterion", c."positionA", c."positionB")
           FROM "Comparison" c WHERE c."annotationId" = a."id"), '[]') AS "comparisons",
         coalesce((SELECT json_agg(json_build_object('criterion', l."criterion",
             'completionId', ${completionAt(`l."position"`)}, 'rank', l."rank") ORDER BY l."criterion", l."position")
           FROM "Placement" l WHERE l."annotationId" = a."id"), '[]') AS "placements",
         coalesce((SELECT json_agg(json_build_object('criterion', r."criterion",
             'completionId', ${completionAt(`r."position"`)}, 'value', r."value") ORDER BY r."criterion", r."position")
           FROM "Rating" r WHERE r."annotationId" = a."id"), '[]') AS "ratings",
         coalesce((SELECT json_agg(json_build_object('type', f."type",
             'completionId', ${completionAt(`f."position"`)}, 'comment', f."comment") ORDER BY f."id")
           FROM "Flag" f WHERE f."annotationId" = a."id"), '[]') AS "flags",
         ${isoTime(`a."createdAt"`)} AS "createdAt"
       FROM "Annotation" a JOIN "Assignment" s ON s."id" = a."assignmentId"`,
      "a",
      `($5::uuid IS NULL OR a."taskId" = $5)`,
      [wanted.taskId],
    ),
    pool().query<{ key: string }>(`SELECT "pseudonymKey" AS "key" FROM "Project" WHERE "id" = $1`, [
      access.projectId,
    ]),
  ])
  const pseudonym = createPseudonym(key.rows[0]?.key ?? "")
  return rows.map(({ annotatorId, assignmentId, ...row }) => ({
    ...row,
    annotator: pseudonym("p", String(annotatorId)),
    assignment: pseudonym("asg", String(assignmentId)),
  }))
}

export async function listMembersForApi(
  access: ProjectAccess<"members:read">,
  wanted: Wanted,
): Promise<Listed[]> {
  const { rows } = await pool().query<Listed>(
    `SELECT u."id", u."email", u."name", m."role", m."cohort", m."pausedAt" IS NOT NULL AS "paused",
       ${isoTime(`m."createdAt"`)} AS "createdAt"
     FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
     WHERE m."projectId" = $1 AND (m."createdAt", u."id") > ($2::timestamptz, $3::uuid)
     ORDER BY m."createdAt", u."id" LIMIT $4`,
    [access.projectId, wanted.after.at, wanted.after.id, wanted.limit + 1],
  )
  return rows
}

export async function listExportsForApi(
  access: ProjectAccess<"exports:create">,
  wanted: Wanted,
): Promise<Listed[]> {
  return page(
    access,
    wanted,
    `SELECT r."id", r."format", r."settings", r."sha256", coalesce(r."counts" -> 'counts', '{}') AS "rows",
       ${isoTime(`r."createdAt"`)} AS "createdAt" FROM "ExportRun" r`,
    "r",
    `r."status" = 'DONE' AND r."sha256" IS NOT NULL`,
  )
}

export async function listImportsForApi(
  access: ProjectAccess<"imports:create">,
  wanted: Wanted,
): Promise<Listed[]> {
  return page(
    access,
    wanted,
    `SELECT r."id", CASE WHEN r."status" <> 'PREVIEW' THEN r."status"::text
         WHEN r."counts" ? 'check' THEN 'CHECKED' ELSE 'READY' END AS "status",
       coalesce((SELECT json_agg(json_build_object('name', f."name", 'bytes', f."bytes") ORDER BY f."id")
         FROM "ImportFile" f WHERE f."importId" = r."id"), '[]') AS "files",
       r."error", ${isoTime(`r."createdAt"`)} AS "createdAt" FROM "ImportRun" r`,
    "r",
  )
}
