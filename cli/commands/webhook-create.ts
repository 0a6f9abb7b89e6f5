import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireWebhookAccess } from "@/cli/webhook-access"
import { createWebhook } from "@/server/webhooks/create-webhook"

export const webhookCreateCommand: Command = {
  name: "webhook create",
  summary: "Tell an address what happens in a project",
  usage: "URL",
  help: `Prints the secret that signs the calls (Standard Webhooks) and nothing else; it cannot be shown again.

  --project SLUG    the project
  --events LIST     audit actions with commas, such as export:create,membership:create;
                    annotation:create for every annotation; * for every audit action

Only https:// addresses on the open internet, unless DIPTYCH_WEBHOOKS_PRIVATE=1.

Example:
  diptych webhook create https://example.org/hook --project tone --events export:create`,
  options: { project: { type: "string" }, events: { type: "string" } },
  database: true,
  run: async ({ positionals, values }) => {
    const [url, ...extra] = positionals
    if (url === undefined || extra.length > 0) throw new UsageError("Expected exactly one URL.")
    const access = await requireWebhookAccess(values["project"])
    if (typeof values["events"] !== "string") throw new UsageError("Expected --events LIST.")
    const events = values["events"].split(",").map((event) => event.trim())
    const made = await createWebhook(access, { url, events })
    return { json: made, text: made.secret }
  },
}
