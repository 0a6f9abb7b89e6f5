import type { Command, CommandCall } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import type { NewProjectInput } from "@/core/new-project"
import { presetNames } from "@/core/presets/registry"
import { requireInstanceAccess } from "@/server/access"
import { createProject } from "@/server/projects/create-project"

/** The names in lines of at most `width` characters. */
function presetLines(width: number): string {
  const lines: string[] = []
  for (const name of presetNames) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + name.length + 2 <= width)
      lines[lines.length - 1] = `${last}, ${name}`
    else lines.push(name)
  }
  return lines.map((line) => `                       ${line}`).join("\n")
}

/** Options that describe a new project; `import --create` takes them too. */
export const projectOptions = {
  name: { type: "string" },
  preset: { type: "string" },
  overlap: { type: "string" },
  pairing: { type: "string" },
} as const satisfies Command["options"]

export const projectOptionsHelp = `
  --name NAME        as people see it (default: the slug)
  --preset PRESET    what people are asked (default: pairwise-tie), one of
${presetLines(66)}
  --overlap N        independent judgments per task (default: 1)
  --pairing POLICY   how completions become tasks (default: balanced:3, kwise:4 for rankings)
                       all            every pair of a prompt's texts
                       balanced:N     N pairs per prompt, models equally often
                       against:MODEL  every text against that of MODEL
                       kwise:K        sets of K texts, 3 to 9
                       as-imported    the pairs or sets that the rows state`

/** Out of the command's values; the schema checks them. */
export function toNewProject(slug: string, values: CommandCall["values"]): NewProjectInput {
  const given = Object.keys(projectOptions).filter((key) => values[key] !== undefined)
  return { slug, ...Object.fromEntries(given.map((key) => [key, values[key]])) }
}

export const projectCreateCommand: Command = {
  name: "project create",
  summary: "Create a project",
  usage: "SLUG",
  help: `SLUG is 1 to 64 of a-z, 0-9 and "-"; it stands in the project's addresses.
${projectOptionsHelp}

Example:
  diptych project create tone --name "Tone of voice" --preset graded-7 --overlap 3`,
  options: projectOptions,
  database: true,
  run: async ({ positionals, values }) => {
    const [slug, ...extra] = positionals
    if (!slug || extra.length > 0) throw new UsageError("Expected exactly one SLUG.")
    const access = requireInstanceAccess({ kind: "cli" }, "projects:create")
    const project = await createProject(access, toNewProject(slug, values))
    return { json: { project }, text: `Created project ${project.slug}.` }
  },
}
