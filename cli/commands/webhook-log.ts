import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireWebhookAccess } from "@/cli/webhook-access"
import { listDeliveries } from "@/server/data/webhooks/webhooks"

export const webhookLogCommand: Command = {
  name: "webhook log",
  summary: "Show what was sent to the webhooks of a project, newest first",
  usage: "",
  help: `  --project SLUG    the project
  --failed          only what was given up

Kept for 30 days. "diptych webhook replay ID" sends one again.

Example:
  diptych webhook log --project tone --failed`,
  options: { project: { type: "string" }, failed: { type: "boolean" } },
  database: true,
  run: async ({ positionals, values }) => {
    if (positionals.length > 0) throw new UsageError("Expected no arguments.")
    const access = await requireWebhookAccess(values["project"])
    const deliveries = await listDeliveries(access, values["failed"] === true ? { status: "FAILED" } : {})
    const lines = deliveries.map((row) =>
      [
        row.createdAt.toISOString(),
        row.id,
        row.event,
        row.status,
        `${row.attempts} tries`,
        row.lastError ?? row.lastStatus ?? "",
      ].join("  "),
    )
    return { json: { deliveries }, text: lines.length > 0 ? lines.join("\n") : "Nothing was sent." }
  },
}
