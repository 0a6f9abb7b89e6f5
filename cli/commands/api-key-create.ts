import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import type { ApiScope } from "@/core/api/scopes"
import { apiScopeNames, apiScopes } from "@/core/api/scopes"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { createApiKey } from "@/server/auth/api-key"
import { findKeyOwner } from "@/server/data/api-keys"

export const apiKeyCreateCommand: Command = {
  name: "api-key create",
  summary: "Make a key for the HTTP API",
  usage: "NAME",
  help: `Prints the key and nothing else; it is not kept and cannot be shown again.

  --user EMAIL      whose key it is: it never may more than this person
  --project SLUG    for this project only; without it for every project of the person
  --scopes LIST     what it may, a list with commas:
${Object.entries(apiScopes)
  .map(([name, what]) => `                      ${name.padEnd(16)} ${what}`)
  .join("\n")}
  --days N          how long it works; without it until it is revoked

Example:
  diptych api-key create nightly --user ada@example.org --project tone --scopes exports:create --days 90`,
  options: {
    user: { type: "string" },
    project: { type: "string" },
    scopes: { type: "string" },
    days: { type: "string" },
  },
  database: true,
  run: async ({ positionals, values }) => {
    const [name, ...extra] = positionals
    if (name === undefined || extra.length > 0) throw new UsageError("Expected exactly one NAME.")
    const { user, project } = values
    if (typeof user !== "string") throw new UsageError("Expected --user EMAIL.")
    const wish = { name, scopes: parseScopes(values["scopes"]), days: parseDays(values["days"]) }
    const cli = { kind: "cli" } as const
    const access =
      typeof project === "string"
        ? await requireProjectAccess(cli, project, "project:update")
        : requireInstanceAccess(cli, "instance:manage")
    const made = await createApiKey(access, { ...wish, userId: await findKeyOwner(access, user) })
    return { json: { ...made, expiresAt: made.expiresAt?.toISOString() ?? null }, text: made.key }
  },
}

function parseScopes(given: unknown): readonly ApiScope[] {
  const names = typeof given === "string" ? given.split(",").map((name) => name.trim()) : []
  const known = apiScopeNames.filter((name) => names.includes(name))
  if (known.length === 0 || known.length !== new Set(names).size) {
    throw new UsageError(`Expected --scopes with ${apiScopeNames.join(", ")}.`)
  }
  return known
}

function parseDays(given: unknown): number | null {
  if (given === undefined) return null
  const days = Number(given)
  if (!Number.isInteger(days) || days < 1 || days > 3650) throw new UsageError("Expected --days 1 to 3650.")
  return days
}
