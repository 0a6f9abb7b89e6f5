import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { rebuildRollup } from "@/server/rollup/rebuild"

export const rollupRebuildCommand: Command = {
  name: "rollup rebuild",
  summary: "Count the dashboard's figures of a project from scratch",
  usage: "SLUG",
  help: `The counts behind the dashboard follow what is committed by themselves. This throws those of one project
away and counts all of its tasks again, which is needed after prompts got other tags or tasks another round.

Example:
  diptych rollup rebuild support-answers`,
  options: {},
  database: true,
  run: async ({ positionals, say }) => {
    const [slug, ...more] = positionals
    if (!slug || more.length > 0) throw new UsageError("Name one project.")
    const access = await requireProjectAccess({ kind: "cli" }, slug, "project:update")
    const tasks = await rebuildRollup(access, (done) => say(`${done} tasks counted`))
    return { json: { project: slug, tasks }, text: `Counted ${tasks} tasks of ${slug}.` }
  },
}
