import { parseArgs } from "node:util"
import { toVerdictText } from "@/cli/verdict-text"
import { verifyFolder } from "@/server/export/verify-folder"

// `diptych verify` as one file that needs nothing but Node: setup/verify-script.mjs makes verify.mjs of it.

const usage = `Checks an export folder of Diptych against its manifest: node verify.mjs DIR [--key KEY] [--json]

  --key KEY   public key (base64) that must have signed the folder
  --json      the findings as one object

Exit code 0 = untouched, 1 = not (what was changed is named), 2 = wrong usage. It reads and writes nothing else.`

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { key: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  })
  const [directory, ...extra] = positionals
  if (directory === undefined || extra.length > 0 || values.help === true) {
    process.stdout.write(`${usage}\n`)
    process.exitCode = values.help === true ? 0 : 2
  } else {
    const verdict = await verifyFolder(directory, { trusted: values.key })
    process.stdout.write(
      `${values.json === true ? JSON.stringify({ directory, ...verdict }) : toVerdictText(directory, verdict)}\n`,
    )
    process.exitCode = verdict.ok ? 0 : 1
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
