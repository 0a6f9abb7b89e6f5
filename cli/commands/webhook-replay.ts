import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireWebhookAccess } from "@/cli/webhook-access"
import { replayDelivery } from "@/server/data/webhooks/webhooks"

export const webhookReplayCommand: Command = {
  name: "webhook replay",
  summary: "Send one delivery again, the same bytes under the same id",
  usage: "ID",
  help: `  --project SLUG    the project

The running app sends it within a second.

Example:
  diptych webhook replay 0199a0c2-… --project tone`,
  options: { project: { type: "string" } },
  database: true,
  run: async ({ positionals, values }) => {
    const [id, ...extra] = positionals
    if (id === undefined || extra.length > 0) throw new UsageError("Expected exactly one ID.")
    await replayDelivery(await requireWebhookAccess(values["project"]), id)
    return { json: { id, queued: true }, text: `${id} is on its way again.` }
  },
}
