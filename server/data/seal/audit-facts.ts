import type { AuditFacts } from "@/core/audit/audit-line"

/** The columns of AuditEvent as sealed (core/audit/audit-line.ts); `e` is the table. */
export const auditFactColumns = `e."id", e."at", e."actorKind", e."actorId", e."projectId", e."action", e."subjectType",
  e."subjectId", e."before"::text AS "before", e."after"::text AS "after", e."xid"`

export type AuditFactRow = Omit<AuditFacts, "at"> & { readonly at: Date }

export function toAuditFacts(row: AuditFactRow): AuditFacts {
  const { id, at, actorKind, actorId, projectId, action, subjectType, subjectId, before, after, xid } = row
  return {
    id,
    at: at.toISOString(),
    actorKind,
    actorId,
    projectId,
    action,
    subjectType,
    subjectId,
    before,
    after,
    xid,
  }
}
