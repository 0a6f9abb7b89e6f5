import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireInstanceAccess } from "@/server/access"
import { createSignInLink } from "@/server/auth/create-sign-in-link"

export const signInLinkCommand: Command = {
  name: "sign-in-link",
  summary: "Make a link that signs a person in once, within 24 hours",
  usage: "EMAIL",
  help: `Prints the address and nothing else. It starts with DIPTYCH_URL where that is set, else with the
address of the running app.

Example:
  diptych sign-in-link ada@example.org`,
  options: {},
  database: true,
  run: async ({ positionals }) => {
    const [email, ...extra] = positionals
    if (!email || extra.length > 0) throw new UsageError("Expected exactly one EMAIL.")
    const access = requireInstanceAccess({ kind: "cli" }, "users:manage")
    const { url, expiresAt } = await createSignInLink(access, email)
    return { json: { url, expiresAt: expiresAt.toISOString() }, text: url }
  },
}
