import { randomUUID } from "node:crypto"
import type { AuditEntry } from "@/server/data/audit"
import type { Sql } from "@/server/data/transaction"

/** `writeAudit` for transactions that run on a plain connection. */
export async function insertAudit(sql: Sql, entry: AuditEntry): Promise<void> {
  await sql.query(
    `INSERT INTO "AuditEvent" ("id", "actorId", "actorKind", "projectId", "action", "subjectType", "subjectId", "before", "after")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      randomUUID(),
      "userId" in entry.actor ? entry.actor.userId : null,
      entry.actor.kind,
      entry.projectId ?? null,
      entry.action,
      entry.subjectType,
      entry.subjectId,
      entry.before ? JSON.stringify(entry.before) : null,
      entry.after ? JSON.stringify(entry.after) : null,
    ],
  )
}
