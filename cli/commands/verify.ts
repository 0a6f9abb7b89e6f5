import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { verifyFolder } from "@/server/export/verify-folder"

export const verifyCommand: Command = {
  name: "verify",
  summary: "Check an export folder, offline",
  usage: "DIR",
  help: `Compares every file and line with the folder's manifest, without a database: what was changed, is
missing or does not belong is named, with the line. Also checks the rules of the format and that no
prompt is in two splits. Exit code 0 = untouched, 1 = not.

Example:
  diptych verify ./tone-preferences`,
  options: {},
  database: false,
  run: async ({ positionals }) => {
    const [directory, ...extra] = positionals
    if (directory === undefined || extra.length > 0) throw new UsageError("Expected exactly one DIR.")
    const verdict = await verifyFolder(directory)
    const lines = verdict.problems.map(
      ({ file, line, problem }) => `${file}${line === undefined ? "" : `, line ${line}`}: ${problem}`,
    )
    return {
      json: { directory, ...verdict },
      text: verdict.ok
        ? `${directory} is untouched: ${verdict.files} files, ${verdict.rows} rows, SHA-256 ${verdict.sha256}`
        : lines.join("\n"),
      exitCode: verdict.ok ? 0 : 1,
    }
  },
}
