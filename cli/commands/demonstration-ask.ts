import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { createWritingTasks, writingTasksMost } from "@/server/data/demonstrations/create-writing-tasks"

export const demonstrationAskCommand: Command = {
  name: "demonstration ask",
  summary: "Ask for prompts to be written together with their answers",
  usage: "SLUG --count N",
  help: `For projects whose protocol asks for prompt and answer. Each of the N (at most ${writingTasksMost})
becomes a task that gives no prompt.

Example:
  diptych demonstration ask writing --count 200`,
  options: { count: { type: "string" } },
  database: true,
  run: async ({ positionals, values }) => {
    const [slug, ...extra] = positionals
    if (!slug || extra.length > 0) throw new UsageError("Expected exactly one SLUG.")
    const count = Number(values.count)
    if (!Number.isInteger(count) || count < 1 || count > writingTasksMost) {
      throw new UsageError(`Expected --count N, a whole number from 1 to ${writingTasksMost}.`)
    }
    const access = await requireProjectAccess({ kind: "cli" }, slug, "tasks:update")
    const made = await createWritingTasks(access, count)
    return { json: made, text: `${made.added} prompts to write in ${slug}, ${made.total} in all.` }
  },
}
