import { genesis, hashAuditLine, toAuditLine } from "@/core/audit/audit-line"
import type { Anchor, AuditProblem } from "@/core/audit/audit-problem"
import type { Head } from "@/server/data/seal/chain-head"
import { readHead } from "@/server/data/seal/chain-head"
import type { LinkedAudit } from "@/server/data/seal/read-audit-chain"
import { countAudit, readAuditChain } from "@/server/data/seal/read-audit-chain"
import type { Sql } from "@/server/data/transaction"

export type ChainReport = {
  readonly problem: AuditProblem | null
  readonly linked: bigint
  readonly waiting: number
  readonly head: Head
}

/** Walks the chain over audit rows from its beginning and names the first row that is not as sealed. */
export async function verifyAuditChain(sql: Sql, anchor: Anchor | null): Promise<ChainReport> {
  const [head, counts] = [await readHead(sql, "audit"), await countAudit(sql)]
  const report = { ...counts, head }
  let last: Head = { seq: 0n, hash: genesis }
  for await (const row of readAuditChain(sql)) {
    const expected = last.seq + 1n
    if (row.seq !== expected) return { ...report, problem: missing(expected, row) }
    if (hashAt(row, expected, last.hash) !== row.hash) {
      return { ...report, problem: await diagnose(sql, row, last, counts.linked - head.seq) }
    }
    last = { seq: row.seq, hash: row.hash }
    if (anchor?.seq === last.seq && anchor.hash !== last.hash) {
      return { ...report, problem: problem("changed", row, "its hash is not the one that was written down") }
    }
    if (last.seq > head.seq) {
      return { ...report, problem: problem("inserted", row, "the sealer never linked it") }
    }
  }
  return { ...report, problem: atTheEnd(last, head, anchor) }
}

function hashAt(row: LinkedAudit, seq: bigint, prev: string): string {
  return hashAuditLine(toAuditLine(row.facts, seq, prev))
}

/** The row at this position does not carry the hash it should: which of the four ways was it? */
async function diagnose(sql: Sql, row: LinkedAudit, last: Head, surplus: bigint): Promise<AuditProblem> {
  for await (const other of readAuditChain(sql, row.seq + 1n)) {
    const hash = hashAt(other, row.seq, last.hash)
    if (hash !== other.hash && hash !== row.hash) continue
    // Another row belongs here. Where there are more rows than were linked, this one was put in.
    return surplus > 0n
      ? problem("inserted", row, "the sealer never linked it")
      : problem("reordered", row, `row ${other.facts.id} belongs here; it stands at ${other.seq}`)
  }
  if (surplus > 0n) return problem("inserted", row, "the sealer never linked it")
  if (surplus < 0n) {
    return problem("removed", row, "it does not follow the row before it; one between them is gone")
  }
  return problem("changed", row, "it does not hold what was sealed")
}

function problem(kind: AuditProblem["kind"], row: LinkedAudit, why: string): AuditProblem {
  const { id, action, at } = row.facts
  return {
    chain: "audit",
    kind,
    seq: String(row.seq),
    id,
    problem: `audit row ${row.seq} (${action}, ${at}, ${id}) was ${kind}: ${why}`,
  }
}

function missing(seq: bigint, next: LinkedAudit): AuditProblem {
  return {
    chain: "audit",
    kind: "removed",
    seq: String(seq),
    id: null,
    problem: `audit row ${seq} was removed; the next there is ${next.seq} (${next.facts.id})`,
  }
}

function atTheEnd(last: Head, head: Head, anchor: Anchor | null): AuditProblem | null {
  const nothing = { chain: "audit", id: null } as const
  const seq = String(last.seq + 1n)
  if (last.seq < head.seq) {
    const text = `audit rows ${seq} to ${head.seq} were removed from the end`
    return { ...nothing, kind: "removed", seq, problem: text }
  }
  if (last.hash !== head.hash) {
    const text = "the chain's head was changed: it names another hash than the last row"
    return { ...nothing, kind: "changed", seq: String(head.seq), problem: text }
  }
  if (anchor && anchor.seq > last.seq) {
    const text = `the chain ends at ${last.seq}, before the position that was written down (${anchor.seq})`
    return { ...nothing, kind: "removed", seq, problem: text }
  }
  return null
}
