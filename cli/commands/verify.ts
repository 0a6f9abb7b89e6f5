import { writeFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Command, CommandResult } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { toVerdictText } from "@/cli/verdict-text"
import { requireProjectAccess } from "@/server/access"
import { erasedSince } from "@/server/export/erased-since"
import { verifyFolder } from "@/server/export/verify-folder"

export const verifyCommand: Command = {
  name: "verify",
  summary: "Check an export folder, offline",
  usage: "DIR | --script FILE",
  help: `Compares every file and line with the folder's manifest, without a database: what was changed, is
missing or does not belong is named, with the line. Also checks the rules of the format and that no
prompt is in two splits, and the signature where there is one. Exit code 0 = untouched, 1 = not.

  --key KEY             public key (base64) that must have signed the folder; without it a signature
                        only shows that nothing was changed after signing
  --project SLUG        ask the database too, whether the export is one of this project, and whether texts
                        were erased since: then the folder may hold what must go
  --script FILE         write this check as one file for who has the folder but not Diptych:
                        "node FILE DIR" needs Node 20 and nothing else

Examples:
  diptych verify ./tone-preferences
  diptych verify --script verify.mjs`,
  options: { key: { type: "string" }, project: { type: "string" }, script: { type: "string" } },
  database: (_, values) => typeof values["project"] === "string",
  run: async ({ positionals, values }) => {
    const [directory, ...extra] = positionals
    if (typeof values.script === "string" && directory === undefined) return writeScript(values.script)
    if (directory === undefined || extra.length > 0) throw new UsageError("Expected exactly one DIR.")
    const verdict = await verifyFolder(directory, {
      trusted: typeof values.key === "string" ? values.key : undefined,
    })
    const notes = typeof values.project === "string" ? await askProject(values.project, verdict.sha256) : []
    return {
      json: { directory, ...verdict, notes },
      text: [toVerdictText(directory, verdict), ...notes].join("\n"),
      exitCode: verdict.ok ? 0 : 1,
    }
  },
}

/** What only the database knows of a folder. */
async function askProject(slug: string, sha256: string): Promise<string[]> {
  const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
  const { known, erasedAt } = await erasedSince(access, sha256)
  if (!known) return [`The project ${slug} knows no export with this SHA-256.`]
  if (erasedAt === null) return []
  return [
    `Texts of the project were erased at ${erasedAt}, after this export was made: the folder may still hold them, and cannot be made again with them. Make a new export and delete this one.`,
  ]
}

async function writeScript(file: string): Promise<CommandResult> {
  // Plain JavaScript of the set-up, which also runs before any TypeScript does.
  const place = new URL("../../setup/verify-script.mjs", import.meta.url).href
  const { makeVerifyScript } = (await import(place)) as { makeVerifyScript: () => Promise<string> }
  const text = await makeVerifyScript()
  const path = resolve(file)
  await writeFile(path, text)
  const bytes = Buffer.byteLength(text)
  return { json: { script: path, bytes }, text: `${path}: run it with "node ${file} DIR"` }
}
