import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireInstanceAccess } from "@/server/access"
import { revokeApiKey } from "@/server/data/api-keys"

export const apiKeyRevokeCommand: Command = {
  name: "api-key revoke",
  summary: "End a key of the HTTP API at once",
  usage: "KEY",
  help: `KEY is its id, or its first twelve characters as the list shows them.

Example:
  diptych api-key revoke dip_Qm3vX0aB`,
  options: {},
  database: true,
  run: async ({ positionals }) => {
    const [which, ...extra] = positionals
    if (which === undefined || extra.length > 0) throw new UsageError("Expected exactly one KEY.")
    const access = requireInstanceAccess({ kind: "cli" }, "instance:manage")
    const prefix = await revokeApiKey(access, which.replace(/…$/, ""))
    return { json: { prefix, revoked: true }, text: `${prefix}… is revoked; its next call is refused.` }
  },
}
