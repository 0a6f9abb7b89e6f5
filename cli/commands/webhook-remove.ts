import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireWebhookAccess } from "@/cli/webhook-access"
import { deleteWebhook } from "@/server/data/webhooks/webhooks"

export const webhookRemoveCommand: Command = {
  name: "webhook remove",
  summary: "Stop telling an address, and drop its log",
  usage: "ID",
  help: `  --project SLUG    the project

Example:
  diptych webhook remove 0199a0c2-… --project tone`,
  options: { project: { type: "string" } },
  database: true,
  run: async ({ positionals, values }) => {
    const [id, ...extra] = positionals
    if (id === undefined || extra.length > 0) throw new UsageError("Expected exactly one ID.")
    await deleteWebhook(await requireWebhookAccess(values["project"]), id)
    return { json: { id, removed: true }, text: `${id} is removed.` }
  },
}
