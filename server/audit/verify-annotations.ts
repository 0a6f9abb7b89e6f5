import { hashAnnotationLink } from "@/core/audit/annotation-link"
import { genesis } from "@/core/audit/audit-line"
import type { AuditProblem } from "@/core/audit/audit-problem"
import type { Head } from "@/server/data/seal/chain-head"
import { readHead } from "@/server/data/seal/chain-head"
import type { SealedAndStored } from "@/server/data/seal/read-annotation-chain"
import {
  countAnnotationSeals,
  listUnsealable,
  readAnnotationChain,
  readSealedAnnotations,
} from "@/server/data/seal/read-annotation-chain"
import type { Sql } from "@/server/data/transaction"

export type AnnotationReport = {
  readonly problems: readonly AuditProblem[]
  readonly linked: bigint
  readonly waiting: number
  readonly head: Head
  /** Annotations compared with their seals, and those of them whose texts were erased. */
  readonly compared: number
  readonly erased: number
}

/** Further ones are left out: each names a row, and who has so many has another problem. */
const NAMED = 100

/** Checks the chain of seals, then every annotation of the project (or of all) against its seal. */
export async function verifyAnnotations(sql: Sql, projectId: string | null): Promise<AnnotationReport> {
  const [head, counts] = [await readHead(sql, "annotations"), await countAnnotationSeals(sql)]
  const problems: AuditProblem[] = []
  const broken = await checkLinks(sql, head)
  if (broken) problems.push(broken)
  let [compared, erased] = [0, 0]
  for await (const row of readSealedAnnotations(sql, projectId)) {
    compared += 1
    if (row.textsErased) erased += 1
    const found = compare(row)
    if (found && problems.length < NAMED) problems.push(found)
  }
  for (const id of await listUnsealable(sql, projectId)) {
    problems.push(say("inserted", null, id, "it was written past the trigger that makes its seal"))
  }
  return { problems, ...counts, head, compared, erased }
}

async function checkLinks(sql: Sql, head: Head): Promise<AuditProblem | null> {
  let last: Head = { seq: 0n, hash: genesis }
  for await (const { seq, hash, link } of readAnnotationChain(sql)) {
    const expected = last.seq + 1n
    if (seq !== expected) return say("removed", String(expected), null, "its seal is gone")
    if (hashAnnotationLink(link, seq, last.hash) !== hash) {
      return say("changed", String(seq), link.annotationId, "its seal does not follow the one before it")
    }
    last = { seq, hash }
  }
  if (last.seq < head.seq) return say("removed", String(last.seq + 1n), null, "its seal is gone")
  if (last.hash !== head.hash || last.seq > head.seq) {
    return say("changed", String(head.seq), null, "the chain's head is not its last seal")
  }
  return null
}

function compare(row: SealedAndStored): AuditProblem | null {
  const named = (kind: AuditProblem["kind"], why: string) => say(kind, row.seq, row.annotationId, why)
  if (row.factsNow === null) {
    if (row.projectGone && row.deletionLogged) return null
    return named("removed", "it is sealed and not there")
  }
  if (row.factsNow !== row.facts) return named("changed", "its judgment is not what was sealed")
  // Restored on another server: every xid is 0 there (server/migrate/adopt-server.ts).
  if (row.xidNow !== row.sealedXid && row.xidNow !== "0") {
    return named("changed", "its place in commit order is not what was sealed")
  }
  if (row.textsErased) {
    return row.personErased ? null : named("changed", "its texts count as erased, its author does not")
  }
  return row.textsNow === row.texts ? null : named("changed", "its free text is not what was sealed")
}

function say(kind: AuditProblem["kind"], seq: string | null, id: string | null, why: string): AuditProblem {
  const which = id === null ? `annotation seal ${seq}` : `annotation ${id}`
  return { chain: "annotations", kind, seq, id, problem: `${which} was ${kind}: ${why}` }
}
