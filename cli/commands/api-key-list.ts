import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import type { ApiKeyRow } from "@/core/api/scopes"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { listApiKeys } from "@/server/data/api-keys"

export const apiKeyListCommand: Command = {
  name: "api-key list",
  summary: "List keys of the HTTP API, without the keys themselves",
  usage: "",
  help: `  --project SLUG    only those of this project

Example:
  diptych api-key list --project tone`,
  options: { project: { type: "string" } },
  database: true,
  run: async ({ positionals, values }) => {
    if (positionals.length > 0) throw new UsageError("Expected no arguments.")
    const cli = { kind: "cli" } as const
    const { project } = values
    const access =
      typeof project === "string"
        ? await requireProjectAccess(cli, project, "project:update")
        : requireInstanceAccess(cli, "instance:manage")
    const keys = await listApiKeys(access)
    return {
      json: { keys },
      text: keys.length === 0 ? "No keys." : keys.map(toLine).join("\n"),
    }
  },
}

function toLine(key: ApiKeyRow): string {
  const state = key.revokedAt
    ? "revoked"
    : key.expiresAt
      ? `until ${key.expiresAt.toISOString().slice(0, 10)}`
      : "no end"
  return [
    `${key.prefix}…`,
    key.name,
    key.by,
    key.project ?? "all projects",
    key.scopes.join(","),
    state,
  ].join("  ")
}
