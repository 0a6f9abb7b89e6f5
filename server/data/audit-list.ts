import type { AuditRow } from "@/core/lists/audit-row"
import type { AuditQuery } from "@/core/lists/audit-query"
import { auditPerPage } from "@/core/lists/audit-query"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"

/** One page of what was done in a project, newest first. */
export async function listAudit(
  access: ProjectAccess<"audit:read">,
  query: AuditQuery,
): Promise<{ rows: AuditRow[]; total: number }> {
  const parts = [Prisma.sql`e."projectId" = ${access.projectId}::uuid`]
  if (query.action) parts.push(Prisma.sql`e."action" = ${query.action}`)
  if (query.person) parts.push(Prisma.sql`e."actorId" = ${query.person}::uuid`)
  if (query.kind) parts.push(Prisma.sql`e."subjectType" = ${query.kind}`)
  if (query.subject) parts.push(Prisma.sql`e."subjectId" = ${query.subject}`)
  const where = Prisma.join(parts, " AND ")
  const [counts, rows] = await Promise.all([
    db().$queryRaw<[{ total: number }]>`SELECT count(*)::int AS "total" FROM "AuditEvent" e WHERE ${where}`,
    db().$queryRaw<AuditRow[]>`
      SELECT e."id", e."at", e."actorId", e."actorKind", coalesce(nullif(u."name", ''), u."email") AS "actor",
        e."action", e."subjectType", e."subjectId", e."before", e."after",
        coalesce(nullif(s."name", ''), s."email") AS "subject"
      FROM "AuditEvent" e LEFT JOIN "User" u ON u."id" = e."actorId"
        LEFT JOIN "User" s ON e."subjectType" = 'User' AND s."id"::text = e."subjectId"
      WHERE ${where} ORDER BY e."at" DESC, e."id" DESC
      LIMIT ${auditPerPage} OFFSET ${(query.page - 1) * auditPerPage}`,
  ])
  return { rows, total: counts[0].total }
}

/** What the filters of the audit log offer. */
export async function getAuditFilterChoices(
  access: ProjectAccess<"audit:read">,
): Promise<{ actions: string[]; kinds: string[]; people: { id: string; name: string }[] }> {
  const [actions, kinds, people] = await Promise.all([
    db().$queryRaw<{ action: string }[]>`
      SELECT DISTINCT "action" FROM "AuditEvent" WHERE "projectId" = ${access.projectId}::uuid ORDER BY 1`,
    db().$queryRaw<{ kind: string }[]>`
      SELECT DISTINCT "subjectType" AS "kind" FROM "AuditEvent"
      WHERE "projectId" = ${access.projectId}::uuid ORDER BY 1`,
    db().$queryRaw<{ id: string; name: string }[]>`
      SELECT DISTINCT u."id", coalesce(nullif(u."name", ''), u."email") AS "name"
      FROM "AuditEvent" e JOIN "User" u ON u."id" = e."actorId"
      WHERE e."projectId" = ${access.projectId}::uuid ORDER BY 2`,
  ])
  return { actions: actions.map((row) => row.action), kinds: kinds.map((row) => row.kind), people }
}
