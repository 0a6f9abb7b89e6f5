import { toAuditLine, toExportedLine, toWithheldLine, genesis } from "@/core/audit/audit-line"
import type { AuditFileHeader } from "@/core/audit/check-audit-line"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { sealPending } from "@/server/audit/seal-pending"
import { readAuditHead, readAuditRows } from "@/server/data/seal/audit-for-export"

/**
 * The audit log as lines of JSON: a header, then every link of the chain, oldest first. With a project,
 * rows about anything else are only their position and hash, so that the chain can be checked without
 * telling what others did. What is committed when it is called is in it.
 */
export async function* exportAudit(
  access: ProjectAccess<"audit:read"> | InstanceAccess<"instance:manage">,
): AsyncGenerator<string> {
  await sealPending()
  const project = "projectId" in access ? access : null
  const head = await readAuditHead(access)
  const header: AuditFileHeader = {
    diptych: "audit-log",
    version: 1,
    project: project?.slug ?? null,
    head: `${head.seq}:${head.hash}`,
  }
  yield JSON.stringify(header)
  let prev = genesis
  for await (const { seq, hash, facts } of readAuditRows(access)) {
    if (seq > head.seq) return
    const whole = !project || facts.projectId === project.projectId
    yield whole ? toExportedLine(toAuditLine(facts, seq, prev), hash) : toWithheldLine(seq, hash)
    prev = hash
  }
}
