import { hashAuditLine, toAuditLine } from "@/core/audit/audit-line"
import type { AuditFactRow } from "@/server/data/seal/audit-facts"
import { auditFactColumns, toAuditFacts } from "@/server/data/seal/audit-facts"
import { moveHead, readHead, takeSealLock } from "@/server/data/seal/chain-head"
import { transaction } from "@/server/data/transaction"
import { enqueueAuditEvents } from "@/server/data/webhooks/enqueue"

/** Rows linked in one transaction: short enough that a kill loses nothing worth mentioning. */
const AT_ONCE = 1000

/**
 * Links committed audit rows that are not linked yet, oldest transaction first. What this transaction
 * sees is committed, so nobody is waited for and no row is missed: one that commits later is unlinked
 * still and goes behind. Returns how many; 0 also while another process links.
 */
export async function sealAudit(): Promise<number> {
  return transaction(async (tx) => {
    if (!(await takeSealLock(tx))) return 0
    // Each statement from here on sees what the holder before committed.
    let { seq, hash } = await readHead(tx, "audit")
    const { rows } = await tx.query<AuditFactRow>(
      `SELECT ${auditFactColumns} FROM "AuditEvent" e WHERE e."sealSeq" IS NULL
       ORDER BY e."xid", e."at", e."id" LIMIT $1`,
      [AT_ONCE],
    )
    if (rows.length === 0) return 0
    const links = rows.map((row) => {
      seq += 1n
      hash = hashAuditLine(toAuditLine(toAuditFacts(row), seq, hash))
      return { id: row.id, seq: String(seq), hash }
    })
    await tx.query(
      `UPDATE "AuditEvent" e SET "sealSeq" = l."seq", "sealHash" = l."hash"
       FROM jsonb_to_recordset($1::jsonb) AS l("id" uuid, "seq" bigint, "hash" text) WHERE e."id" = l."id"`,
      [JSON.stringify(links)],
    )
    await enqueueAuditEvents(
      tx,
      links.map((link) => link.id),
    )
    await moveHead(tx, "audit", { seq, hash })
    return links.length
  })
}
