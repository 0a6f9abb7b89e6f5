import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireInstanceAccess } from "@/server/access"
import { publicAddress } from "@/server/auth/public-address"
import type { InstanceStatus } from "@/server/data/instance-status"
import { getInstanceStatus } from "@/server/data/instance-status"

export const statusCommand: Command = {
  name: "status",
  summary: "Say what is in the store and whether the app answers",
  usage: "",
  help: `Prints the PostgreSQL and schema version, the size of the store, whether the app answers and where,
and a line per project.

Example:
  diptych status --json`,
  options: {},
  database: true,
  run: async ({ positionals }) => {
    if (positionals.length > 0) throw new UsageError("This command takes no arguments.")
    const status = await getInstanceStatus(requireInstanceAccess({ kind: "cli" }, "projects:create"))
    const app = await findApp()
    return { json: { ...status, app }, text: toText(status, app) }
  },
}

type App = { readonly running: boolean; readonly address: string }

/** Asks at the address that the last start wrote down. */
async function findApp(): Promise<App> {
  const address = publicAddress()
  try {
    const answer = await fetch(new URL("/api/health", address), { signal: AbortSignal.timeout(3000) })
    return { running: answer.ok, address }
  } catch {
    return { running: false, address }
  }
}

function toText(status: InstanceStatus, app: App): string {
  const lines = [
    `App          ${app.running ? `answers at ${app.address}` : "does not run"}`,
    `PostgreSQL   ${status.postgresql}, ${(status.size / 1_048_576).toFixed(0)} MiB`,
    `Schema       ${status.migration}`,
    `People       ${status.people}`,
  ]
  const projects = status.projects.map(
    ({ slug, prompts, completions, tasks, judgments }) =>
      `${slug}: ${prompts} prompts, ${completions} completions, ${tasks} tasks, ${judgments.counted} of ${judgments.wanted} judgments`,
  )
  return [...lines, "", ...(projects.length > 0 ? projects : ["No projects yet."])].join("\n")
}
