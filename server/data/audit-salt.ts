import { createHmac, randomBytes } from "node:crypto"
import type { Tx } from "@/server/data/db"

/**
 * A personal value as the audit log keeps it: HMAC-SHA-256 under the subject's salt. Equal values of one
 * subject can be told equal while the salt lives; nothing can be told once erasure has deleted it.
 */
export function hashPersonal(salt: string, value: string): string {
  return `hmac-sha256:${createHmac("sha256", Buffer.from(salt, "hex")).update(value).digest("hex")}`
}

/** The salt of a user or an invitation, made at first need. */
export async function ensureAuditSalt(tx: Tx, subjectId: string): Promise<string> {
  const salt = randomBytes(32).toString("hex")
  // An update that changes nothing, so that the row comes back whoever made it.
  const rows = await tx.$queryRaw<{ salt: string }[]>`
    INSERT INTO "AuditSalt" ("subjectId", "salt") VALUES (${subjectId}::uuid, ${salt})
    ON CONFLICT ("subjectId") DO UPDATE SET "salt" = "AuditSalt"."salt" RETURNING "salt"`
  return rows[0]?.salt ?? salt
}
