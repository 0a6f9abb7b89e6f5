import type { Command, CommandCall } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import {
  type PromptFilter,
  promptFilterSchema,
  promptHas,
  promptSplits,
  promptStates,
  without,
} from "@/core/lists/prompt-query"

/** The filters of the list of prompts as options. */
export const promptFilterOptions: Command["options"] = {
  words: { type: "string" },
  "use-case": { type: "string" },
  language: { type: "string" },
  tag: { type: "string" },
  user: { type: "string" },
  round: { type: "string" },
  split: { type: "string" },
  has: { type: "string" },
  state: { type: "string" },
}

export const promptFilterHelp = `  --use-case, --language, --tag, --user VALUE   "${without}" = those without one
  --words TEXT        somewhere in the prompt
  --split SPLIT       ${promptSplits.join(", ")}
  --has WHAT          ${promptHas.join(", ")}
  --round N           with completions of round N, or none; with --has, that is about the round alone
  --state STATE       ${promptStates.join(", ")}`

const names: Readonly<Record<string, keyof PromptFilter>> = { words: "q", "use-case": "useCase" }

/** A page takes what it does not know as no filter; here it is said, since nobody sees a list. */
export function toPromptFilterOptions(values: CommandCall["values"]): PromptFilter {
  const given = Object.fromEntries(
    Object.keys(promptFilterOptions)
      .filter((option) => typeof values[option] === "string")
      .map((option): [string, unknown] => [names[option] ?? option, values[option]]),
  )
  const filter = promptFilterSchema.parse(given)
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "string" && value.trim() !== filter[key as keyof PromptFilter]) {
      throw new UsageError(`--${key} does not know "${value}"; see diptych prompt export --help.`)
    }
  }
  return filter
}
