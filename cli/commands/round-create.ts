import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { DiptychError } from "@/core/errors"
import { roundInputSchema } from "@/core/rounds/round"
import { requireProjectAccess } from "@/server/access"
import { createRound } from "@/server/data/rounds"

export const roundCreateCommand: Command = {
  name: "round create",
  summary: "Begin a round of collecting; imports go into it from now on",
  usage: "SLUG NAME",
  help: `SLUG is the project. What is there already keeps its round.

  --policy TEXT            which policy writes the new completions
  --from DAY               first day, such as 2026-01-31
  --on-distribution N      percent of the completions that are the policy's own

Example:
  diptych round create tldr "After the first training" --policy ppo-1 --from 2026-01-31`,
  options: {
    policy: { type: "string" },
    from: { type: "string" },
    "on-distribution": { type: "string" },
  },
  database: true,
  run: async ({ positionals, values }) => {
    const [slug, name, ...extra] = positionals
    if (slug === undefined || name === undefined || extra.length > 0)
      throw new UsageError("Expected a project and a name.")
    const parsed = roundInputSchema.safeParse({
      name,
      policyVersion: values["policy"],
      startsOn: values["from"],
      onDistribution: values["on-distribution"],
    })
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new DiptychError("INVALID_INPUT", issue?.message ?? "Expected a round.", {
        field: issue?.path.join("."),
      })
    }
    const access = await requireProjectAccess({ kind: "cli" }, slug, "project:update")
    const made = await createRound(access, parsed.data)
    return { json: made, text: `Round ${made.number} is the active one.` }
  },
}
