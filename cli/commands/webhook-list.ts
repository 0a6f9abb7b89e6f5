import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireWebhookAccess } from "@/cli/webhook-access"
import { listWebhooks } from "@/server/data/webhooks/webhooks"

export const webhookListCommand: Command = {
  name: "webhook list",
  summary: "List the webhooks of a project",
  usage: "",
  help: `  --project SLUG    the project

Example:
  diptych webhook list --project tone`,
  options: { project: { type: "string" } },
  database: true,
  run: async ({ positionals, values }) => {
    if (positionals.length > 0) throw new UsageError("Expected no arguments.")
    const webhooks = await listWebhooks(await requireWebhookAccess(values["project"]))
    const lines = webhooks.map(({ id, url, events, disabledAt, waiting, failed }) =>
      [id, url, events.join(","), disabledAt ? "off" : "on", `${waiting} waiting`, `${failed} failed`].join(
        "  ",
      ),
    )
    return { json: { webhooks }, text: lines.length > 0 ? lines.join("\n") : "No webhooks." }
  },
}
