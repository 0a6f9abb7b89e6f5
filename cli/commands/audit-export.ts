import { createWriteStream } from "node:fs"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { exportAudit } from "@/server/audit/export-audit"

const cli = { kind: "cli" } as const

export const auditExportCommand: Command = {
  name: "audit export",
  summary: "Write the audit log as JSON lines that can be checked by themselves",
  usage: "FILE",
  help: `Every link of the chain is a line; "diptych audit verify FILE" checks them anywhere, without the
database. FILE must not exist yet.

  --project SLUG    give the rows of this project, and of all others only position and hash

Example:
  diptych audit export audit.jsonl && diptych audit verify audit.jsonl`,
  options: { project: { type: "string" } },
  database: true,
  run: async ({ positionals, values, signal }) => {
    const [file, ...extra] = positionals
    if (file === undefined || extra.length > 0) throw new UsageError("Expected exactly one FILE.")
    const { project } = values
    const access =
      typeof project === "string"
        ? await requireProjectAccess(cli, project, "audit:read")
        : requireInstanceAccess(cli, "instance:manage")
    let lines = -1
    async function* text() {
      for await (const line of exportAudit(access)) {
        lines += 1
        yield `${line}\n`
      }
    }
    await pipeline(Readable.from(text()), createWriteStream(file, { flags: "wx" }), { signal })
    return { json: { file, rows: lines }, text: `${lines} rows of the audit log are in ${file}.` }
  },
}
