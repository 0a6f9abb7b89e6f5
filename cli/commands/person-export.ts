import { createWriteStream } from "node:fs"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireInstanceAccess } from "@/server/access"
import { findPersonToExport, readPersonRecord } from "@/server/data/person-record"

export const personExportCommand: Command = {
  name: "person export",
  summary: "Write everything that is kept about a person as one JSON document",
  usage: "EMAIL",
  help: `  --out FILE    where to; it must not exist yet. "-" = the standard output, the default

Example:
  diptych person export ada@example.org --out ada.json`,
  options: { out: { type: "string" } },
  database: true,
  run: async ({ positionals, values, signal }) => {
    const [email, ...extra] = positionals
    if (email === undefined || extra.length > 0) throw new UsageError("Expected exactly one EMAIL.")
    const access = requireInstanceAccess({ kind: "cli" }, "users:manage")
    const person = await findPersonToExport(access, { email })
    const out = typeof values["out"] === "string" ? values["out"] : "-"
    if (out !== "-") {
      await pipeline(
        Readable.from(readPersonRecord(access, person)),
        createWriteStream(out, { flags: "wx" }),
        {
          signal,
        },
      )
      return {
        json: { email: person.email, file: out },
        text: `Everything about ${person.email} is in ${out}.`,
      }
    }
    let text = ""
    for await (const piece of readPersonRecord(access, person)) text += piece
    return { json: JSON.parse(text) as object, text }
  },
}
