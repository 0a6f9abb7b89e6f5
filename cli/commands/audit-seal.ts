import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { sealPending } from "@/server/audit/seal-pending"

export const auditSealCommand: Command = {
  name: "audit seal",
  summary: "Link what waits to be linked into the hash chains",
  usage: "",
  help: `The running app does this four times a second; here for a database whose app is not running.

Example:
  diptych audit seal`,
  options: {},
  database: true,
  run: async ({ positionals }) => {
    if (positionals.length > 0) throw new UsageError("Expected no arguments.")
    const sealed = await sealPending()
    return { json: sealed, text: `Linked ${sealed.audit} audit rows and ${sealed.annotations} annotations.` }
  },
}
