import { createWriteStream } from "node:fs"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { Command } from "@/cli/command"
import { promptFilterHelp, promptFilterOptions, toPromptFilterOptions } from "@/cli/prompt-filter"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { streamPrompts } from "@/server/data/prompts/stream-prompts"

export const promptExportCommand: Command = {
  name: "prompt export",
  summary: "Write prompts for the next step as JSON lines: what a policy is to answer",
  usage: "SLUG FILE",
  help: `Lines have id, messages, use_case, language, split, tags and conversation_id; add completions to them
and import the file. What is held back is left out unless --state asks for it. FILE must not exist yet.

${promptFilterHelp}

Example:
  diptych prompt export tldr next.jsonl --split train --has no-completions --round 2`,
  options: promptFilterOptions,
  database: true,
  run: async ({ positionals, values, signal }) => {
    const [slug, file, ...extra] = positionals
    if (slug === undefined || file === undefined || extra.length > 0) {
      throw new UsageError("Expected a project and a FILE.")
    }
    const filter = toPromptFilterOptions(values)
    const access = await requireProjectAccess({ kind: "cli" }, slug, "prompts:read")
    let prompts = 0
    async function* text() {
      for await (const line of streamPrompts(access, filter)) {
        prompts += 1
        yield `${line}\n`
      }
    }
    await pipeline(Readable.from(text()), createWriteStream(file, { flags: "wx" }), { signal })
    return { json: { file, prompts }, text: `${prompts.toLocaleString("en")} prompts are in ${file}.` }
  },
}
