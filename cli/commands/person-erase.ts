import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import type { ErasableText } from "@/core/people/erasure"
import { erasableTextNames, erasableTexts } from "@/core/people/erasure"
import { requireInstanceAccess } from "@/server/access"
import { erasePerson } from "@/server/data/erase-person"

export const personEraseCommand: Command = {
  name: "person erase",
  summary: "Take out everything that says who a person is; their judgments stay under a pseudonym",
  usage: "EMAIL",
  help: `Address, name, password, sessions, links, identities, API keys and answers to voluntary questions go for
good. Annotations stay, and the hash chains stay whole.

  --yes             needed: this cannot be taken back
  --texts KINDS     also take out what they typed freely, a list with commas:
${Object.entries(erasableTexts)
  .map(([name, what]) => `                      ${name.padEnd(11)} ${what}`)
  .join("\n")}
                    Exports that held such a text can then not be made again byte by byte.

Example:
  diptych person erase ada@example.org --texts notes,rationales --yes`,
  options: { yes: { type: "boolean" }, texts: { type: "string" } },
  database: true,
  run: async ({ positionals, values }) => {
    const [email, ...extra] = positionals
    if (email === undefined || extra.length > 0) throw new UsageError("Expected exactly one EMAIL.")
    const texts = parseTexts(values["texts"])
    if (values["yes"] !== true) throw new UsageError("This cannot be taken back. Say --yes if you mean it.")
    const report = await erasePerson(requireInstanceAccess({ kind: "cli" }, "users:manage"), { email }, texts)
    return {
      json: report,
      text: `Erased. ${report.annotations} annotations stay under the pseudonym; texts were taken out of ${report.textsErased}.`,
    }
  },
}

function parseTexts(given: unknown): readonly ErasableText[] {
  if (typeof given !== "string") return []
  return given.split(",").map((name) => {
    const known = erasableTextNames.find((each) => each === name.trim())
    if (!known) throw new UsageError(`Expected --texts with ${erasableTextNames.join(", ")}.`)
    return known
  })
}
