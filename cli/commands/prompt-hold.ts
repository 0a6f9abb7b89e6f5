import type { Command } from "@/cli/command"
import { promptFilterHelp, promptFilterOptions, toPromptFilterOptions } from "@/cli/prompt-filter"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { holdPrompts } from "@/server/data/prompts/hold-prompts"

/** Both commands take the filters of the list, never the whole project by leaving them out. */
const command = (step: "hold" | "release"): Command => ({
  name: `prompt ${step}`,
  summary:
    step === "hold"
      ? "Hold prompts back: their tasks are given to nobody"
      : "Release prompts that are held back, for good",
  usage: "SLUG FILTER…",
  help: `Nothing is deleted; the other command takes it back. At least one filter is needed.

${promptFilterHelp}

Example:
  diptych prompt ${step} tldr --user user-17`,
  options: promptFilterOptions,
  database: true,
  run: async ({ positionals, values }) => {
    const [slug, ...extra] = positionals
    if (slug === undefined || extra.length > 0) throw new UsageError("Expected one project.")
    if (Object.keys(promptFilterOptions).every((option) => values[option] === undefined)) {
      throw new UsageError(`Say which prompts to ${step} with at least one filter.`)
    }
    const filter = toPromptFilterOptions(values)
    const access = await requireProjectAccess({ kind: "cli" }, slug, "prompts:update")
    const done = await holdPrompts(access, step, { filter })
    return { json: done, text: `${done.changed} prompts changed; ${done.tasks} tasks wait since now.` }
  },
})

export const promptHoldCommand = command("hold")
export const promptReleaseCommand = command("release")
