import type { Command } from "@/cli/command"
import { promptFilterHelp, promptFilterOptions, toPromptFilterOptions } from "@/cli/prompt-filter"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { countPrompts } from "@/server/data/prompts/list-prompts"

export const promptCountCommand: Command = {
  name: "prompt count",
  summary: "Count the prompts of a project by use case, language, tag, split, user and state",
  usage: "SLUG",
  help: `${promptFilterHelp}

Example:
  diptych prompt count tldr --language en`,
  options: promptFilterOptions,
  database: true,
  run: async ({ positionals, values }) => {
    const [slug, ...extra] = positionals
    if (slug === undefined || extra.length > 0) throw new UsageError("Expected one project.")
    const filter = toPromptFilterOptions(values)
    const access = await requireProjectAccess({ kind: "cli" }, slug, "prompts:read")
    const { total, held, ...by } = await countPrompts(access, filter)
    const lines = Object.entries(by).flatMap(([kind, rows]) =>
      rows.slice(0, 12).map(({ value, n }) => `  ${kind.padEnd(10)} ${value ?? "(none)"}  ${n}`),
    )
    return {
      json: { total, held, ...by },
      text: [`${total} prompts, ${held} held back`, ...lines].join("\n"),
    }
  },
}
