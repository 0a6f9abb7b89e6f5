import type { Anchor, AuditProblem } from "@/core/audit/audit-problem"
import type { InstanceAccess } from "@/server/access"
import { verifyAnnotations } from "@/server/audit/verify-annotations"
import { verifyAuditChain } from "@/server/audit/verify-audit-chain"
import { readOnly } from "@/server/data/read-only"

export type AuditVerdict = {
  readonly ok: boolean
  readonly problems: readonly AuditProblem[]
  readonly audit: { readonly rows: string; readonly waiting: number; readonly head: string }
  readonly annotations: {
    readonly rows: string
    readonly waiting: number
    readonly head: string
    readonly compared: number
    readonly erased: number
  }
}

/**
 * Checks both chains and every annotation against its seal, at one moment. The chain over audit rows is
 * one for the instance and checked whole; `projectId` limits which annotations are compared.
 */
export async function verifyAudit(
  _access: InstanceAccess<"instance:manage">,
  options: { readonly projectId?: string | null; readonly anchor?: Anchor | null } = {},
): Promise<AuditVerdict> {
  return readOnly(async (sql) => {
    const audit = await verifyAuditChain(sql, options.anchor ?? null)
    const annotations = await verifyAnnotations(sql, options.projectId ?? null)
    const problems = [...(audit.problem ? [audit.problem] : []), ...annotations.problems]
    return {
      ok: problems.length === 0,
      problems,
      audit: {
        rows: String(audit.linked),
        waiting: audit.waiting,
        head: `${audit.head.seq}:${audit.head.hash}`,
      },
      annotations: {
        rows: String(annotations.linked),
        waiting: annotations.waiting,
        head: `${annotations.head.seq}:${annotations.head.hash}`,
        compared: annotations.compared,
        erased: annotations.erased,
      },
    }
  })
}
