import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { listRounds } from "@/server/data/rounds"

export const roundListCommand: Command = {
  name: "round list",
  summary: "List the rounds of a project, newest first, with what lies in each",
  usage: "SLUG",
  help: `SLUG is the project.

Example:
  diptych round list tldr`,
  options: {},
  database: true,
  run: async ({ positionals }) => {
    const [slug, ...extra] = positionals
    if (slug === undefined || extra.length > 0) throw new UsageError("Expected one project.")
    const access = await requireProjectAccess({ kind: "cli" }, slug, "project:update")
    const rounds = await listRounds(access)
    const lines = rounds.map(({ number, name, active, closed, completions, tasks, done }) =>
      [
        number,
        name,
        active ? "active" : closed ? "closed" : "open",
        `${completions} completions`,
        `${done} of ${tasks} tasks done`,
      ].join("  "),
    )
    return { json: { rounds }, text: lines.length > 0 ? lines.join("\n") : "No rounds." }
  },
}
