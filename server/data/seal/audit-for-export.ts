import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import type { Head } from "@/server/data/seal/chain-head"
import { readHead } from "@/server/data/seal/chain-head"
import type { LinkedAudit } from "@/server/data/seal/read-audit-chain"
import { readAuditChain } from "@/server/data/seal/read-audit-chain"

type Access = ProjectAccess<"audit:read"> | InstanceAccess<"instance:manage">

/** Linked rows never change, so pages on whatever connection is free are one consistent reading. */
export function readAuditRows(_access: Access): AsyncGenerator<LinkedAudit> {
  return readAuditChain(pool())
}

export async function readAuditHead(_access: Access): Promise<Head> {
  return readHead(pool(), "audit")
}

export type SealState = {
  readonly seq: string
  readonly hash: string
  readonly sealedAt: Date
  /** Audit rows of the instance that are committed and not linked yet. */
  readonly waiting: number
}

/** The head of the chain, for people to see and write down. */
export async function getSealState(_access: Access): Promise<SealState> {
  const { rows } = await pool().query<SealState>(
    `SELECT h."seq", h."hash", h."sealedAt",
       (SELECT count(*)::int FROM "AuditEvent" WHERE "sealSeq" IS NULL) AS "waiting"
     FROM "ChainHead" h WHERE h."chain" = 'audit'`,
  )
  const row = rows[0]
  if (!row) throw new Error("The head of the audit chain is missing from ChainHead.")
  return row
}
