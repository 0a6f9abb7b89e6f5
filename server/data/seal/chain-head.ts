import { pool } from "@/server/data/db"
import type { Sql } from "@/server/data/transaction"

export type Chain = "audit" | "annotations"
export type Head = { readonly seq: bigint; readonly hash: string }

/** Only the holder of this lock links; it ends with the transaction, so with a killed process too. */
export const sealLock = 7_230_003

/** False = another process is linking at this moment, and will see everything we see. */
export async function takeSealLock(tx: Sql): Promise<boolean> {
  const { rows } = await tx.query<{ taken: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS taken", [
    sealLock,
  ])
  return rows[0]?.taken ?? false
}

export async function readHead(sql: Sql, chain: Chain): Promise<Head> {
  const { rows } = await sql.query<{ seq: string; hash: string }>(
    `SELECT "seq", "hash" FROM "ChainHead" WHERE "chain" = $1`,
    [chain],
  )
  const row = rows[0]
  if (!row) throw new Error(`The head of the chain "${chain}" is missing from ChainHead.`)
  return { seq: BigInt(row.seq), hash: row.hash }
}

export async function moveHead(tx: Sql, chain: Chain, head: Head): Promise<void> {
  await tx.query(
    `UPDATE "ChainHead" SET "seq" = $2, "hash" = $3, "sealedAt" = clock_timestamp() WHERE "chain" = $1`,
    [chain, String(head.seq), head.hash],
  )
}

/** What waits to be linked; two looks at partial indexes that are empty nearly always. */
export async function findUnsealed(): Promise<{ audit: boolean; annotations: boolean }> {
  const { rows } = await pool().query<{ audit: boolean; annotations: boolean }>({
    name: "find-unsealed",
    text: `SELECT EXISTS (SELECT 1 FROM "AuditEvent" WHERE "sealSeq" IS NULL) AS "audit",
      EXISTS (SELECT 1 FROM "AnnotationSeal" WHERE "seq" IS NULL) AS "annotations"`,
  })
  return rows[0] ?? { audit: false, annotations: false }
}
