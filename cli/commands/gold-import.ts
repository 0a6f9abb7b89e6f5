import { basename } from "node:path"
import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { badRowText } from "@/server/import/bad-rows"
import { importGold } from "@/server/import/import-gold"

const shownBadRows = 20

export const goldImportCommand: Command = {
  name: "gold import",
  summary: "Import known answers for tasks that control how careful people are",
  usage: "FILE --project SLUG",
  help: `FILE is JSONL, a JSON array, CSV or TSV, a row per pair with the columns
  prompt or id    the prompt: its text, or its id as imported
  better, worse   the two texts, or the keys of the models that gave them
  tie, both_bad   true where neither is better; better and worse are then just the two texts
  reason          why; needed, since people may learn from it
  part, level     part of a screening, strength of the preference (both optional)

The prompts and texts must have been imported before. A pair that is no task yet becomes one. All rows
are stored, or (with a bad row) none.

Example:
  diptych gold import gold.csv --project tone`,
  options: { project: { type: "string" } },
  database: true,
  run: async ({ positionals, values, say }) => {
    const [path, ...extra] = positionals
    if (!path || extra.length > 0) throw new UsageError("Expected exactly one FILE.")
    if (typeof values.project !== "string") throw new UsageError("Expected --project SLUG.")
    const access = await requireProjectAccess({ kind: "cli" }, values.project, "tasks:update")
    const result = await importGold(access, { name: basename(path), path })
    for (const bad of result.badRows.slice(0, shownBadRows)) say(badRowText(bad))
    if (result.badRows.length > 0) {
      const message = `${result.badRows.length} bad rows; nothing was stored.`
      say(message)
      return { json: { ...result, error: { code: "BAD_DATA", message } }, text: "", exitCode: 1 }
    }
    const text = `${result.gold} gold tasks in ${values.project}, ${result.tasksMade} of them new as tasks.`
    return { json: result, text }
  },
}
