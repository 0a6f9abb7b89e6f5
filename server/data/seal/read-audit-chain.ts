import type { AuditFacts } from "@/core/audit/audit-line"
import type { AuditFactRow } from "@/server/data/seal/audit-facts"
import { auditFactColumns, toAuditFacts } from "@/server/data/seal/audit-facts"
import type { Sql } from "@/server/data/transaction"

export type LinkedAudit = { readonly seq: bigint; readonly hash: string; readonly facts: AuditFacts }

const AT_ONCE = 1000

/** The linked audit rows from a position on, in order of the chain, a thousand at a time. */
export async function* readAuditChain(sql: Sql, from = 1n): AsyncGenerator<LinkedAudit> {
  let next = from
  for (;;) {
    const { rows } = await sql.query<AuditFactRow & { sealSeq: string; sealHash: string | null }>(
      `SELECT ${auditFactColumns}, e."sealSeq", e."sealHash" FROM "AuditEvent" e WHERE e."sealSeq" >= $1
       ORDER BY e."sealSeq" LIMIT $2`,
      [String(next), AT_ONCE],
    )
    for (const row of rows) {
      yield { seq: BigInt(row.sealSeq), hash: row.sealHash ?? "", facts: toAuditFacts(row) }
    }
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return
    next = BigInt(last.sealSeq) + 1n
  }
}

export async function countAudit(sql: Sql): Promise<{ linked: bigint; waiting: number }> {
  const { rows } = await sql.query<{ linked: string; waiting: number }>(
    `SELECT count("sealSeq") AS "linked", (count(*) - count("sealSeq"))::int AS "waiting" FROM "AuditEvent"`,
  )
  return { linked: BigInt(rows[0]?.linked ?? 0), waiting: rows[0]?.waiting ?? 0 }
}
