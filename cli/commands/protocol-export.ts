import { writeFile } from "node:fs/promises"
import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { getProtocol } from "@/server/data/projects"

export const protocolExportCommand: Command = {
  name: "protocol export",
  summary: "Write a project's protocol as a JSON file",
  usage: "SLUG",
  help: `Prints the protocol in force: what people are asked, as data that "protocol import" reads.

  --out FILE   write it there instead

Example:
  diptych protocol export tone --out tone-protocol.json`,
  options: { out: { type: "string" } },
  database: true,
  run: async ({ positionals, values }) => {
    const [slug, ...extra] = positionals
    if (!slug || extra.length > 0) throw new UsageError("Expected exactly one SLUG.")
    const access = await requireProjectAccess({ kind: "cli" }, slug, "project:read")
    const { version, definition, hash } = await getProtocol(access)
    const text = JSON.stringify(definition, null, 2)
    const { out } = values
    if (typeof out !== "string") return { json: { version, hash, protocol: definition }, text }
    await writeFile(out, `${text}\n`)
    return { json: { version, hash, file: out }, text: `Version ${version} of the protocol is in ${out}.` }
  },
}
