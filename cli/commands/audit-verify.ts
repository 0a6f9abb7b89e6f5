import type { Command, CommandResult } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { parseAnchor } from "@/core/audit/audit-problem"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { sealPending } from "@/server/audit/seal-pending"
import { verifyAudit } from "@/server/audit/verify-audit"
import { verifyAuditFile } from "@/server/audit/verify-audit-file"

const cli = { kind: "cli" } as const

export const auditVerifyCommand: Command = {
  name: "audit verify",
  summary: "Check the audit log and every annotation against their hash chains",
  usage: "[FILE]",
  help: `Names the first audit row that was changed, removed, inserted or moved, and every annotation that is
not what was sealed. With FILE (from "diptych audit export") it checks the file alone, without a
database. Exit code 0 = untouched, 1 = not.

  --project SLUG      compare the annotations of this project only
  --anchor SEQ:HASH   a head of the chain that you wrote down earlier: whoever rewrote the whole chain
                      since cannot have kept it

Example:
  diptych audit verify --anchor 1024:6a09e667…`,
  options: { project: { type: "string" }, anchor: { type: "string" } },
  database: (positionals) => positionals.length === 0,
  run: async ({ positionals, values }) => {
    const [file, ...extra] = positionals
    if (extra.length > 0) throw new UsageError("Expected at most one FILE.")
    const anchor = typeof values["anchor"] === "string" ? parseAnchor(values["anchor"]) : null
    if (anchor === undefined) throw new UsageError("Expected --anchor SEQ:HASH with 64 hexadecimal digits.")
    if (file !== undefined) {
      const verdict = await verifyAuditFile(file, anchor)
      const kept = verdict.withheld > 0 ? `, ${verdict.withheld} of other projects withheld` : ""
      return toResult(verdict, `${file} is untouched: ${verdict.rows} rows${kept}, head ${verdict.head}`)
    }
    const { project } = values
    const access = requireInstanceAccess(cli, "instance:manage")
    const projectId =
      typeof project === "string" ? (await requireProjectAccess(cli, project, "audit:read")).projectId : null
    await sealPending()
    const verdict = await verifyAudit(access, { projectId, anchor })
    const { audit, annotations } = verdict
    return toResult(
      verdict,
      [
        `The audit log is untouched: ${audit.rows} rows, head ${audit.head}`,
        `${annotations.compared} annotations are what was sealed, head ${annotations.head}`,
        ...(annotations.erased > 0 ? [`${annotations.erased} of them had texts that were erased`] : []),
      ].join("\n"),
    )
  },
}

function toResult(
  verdict: { readonly ok: boolean; readonly problems: readonly { problem: string }[] },
  fine: string,
): CommandResult {
  return {
    json: verdict,
    text: verdict.ok ? fine : verdict.problems.map(({ problem }) => problem).join("\n"),
    exitCode: verdict.ok ? 0 : 1,
  }
}
