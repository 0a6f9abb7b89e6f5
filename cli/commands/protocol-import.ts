import { readFile } from "node:fs/promises"
import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { DiptychError } from "@/core/errors"
import { requireProjectAccess } from "@/server/access"
import { createProtocolVersion } from "@/server/data/protocols"

export const protocolImportCommand: Command = {
  name: "protocol import",
  summary: "Put a protocol from a JSON file in force",
  usage: "SLUG FILE",
  help: `The file becomes the project's next version; what was annotated keeps the version it was made
under. The same protocol again makes no version. A wrong file is refused with the field, and nothing
is changed.

Example:
  diptych protocol import tone tone-protocol.json`,
  options: {},
  database: true,
  run: async ({ positionals }) => {
    const [slug, file, ...extra] = positionals
    if (!slug || !file || extra.length > 0) throw new UsageError("Expected one SLUG and one FILE.")
    const access = await requireProjectAccess({ kind: "cli" }, slug, "project:update")
    const result = await createProtocolVersion(access, { definition: await readJson(file) })
    return {
      json: result,
      text: result.created
        ? `Version ${result.version} of the protocol is in force.`
        : `Nothing to change: version ${result.version} says the same.`,
    }
  },
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new DiptychError("INVALID_INPUT", `${file} cannot be read (${error.code ?? error.message}).`)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DiptychError(
      "INVALID_INPUT",
      `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}. Expected what "protocol export" writes.`,
    )
  }
}
