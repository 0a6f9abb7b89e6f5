import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { verifyFolder } from "@/server/export/verify-folder"

export const verifyCommand: Command = {
  name: "verify",
  summary: "Check an export folder, offline",
  usage: "DIR",
  help: `Compares every file and line with the folder's manifest, without a database: what was changed, is
missing or does not belong is named, with the line. Also checks the rules of the format and that no
prompt is in two splits, and the signature where there is one. Exit code 0 = untouched, 1 = not.

  --key KEY             public key (base64) that must have signed the folder; without it a signature
                        only shows that nothing was changed after signing

Example:
  diptych verify ./tone-preferences`,
  options: { key: { type: "string" } },
  database: false,
  run: async ({ positionals, values }) => {
    const [directory, ...extra] = positionals
    if (directory === undefined || extra.length > 0) throw new UsageError("Expected exactly one DIR.")
    const verdict = await verifyFolder(directory, {
      trusted: typeof values.key === "string" ? values.key : undefined,
    })
    const lines = verdict.problems.map(
      ({ file, line, problem }) => `${file}${line === undefined ? "" : `, line ${line}`}: ${problem}`,
    )
    return {
      json: { directory, ...verdict },
      text: verdict.ok
        ? `${directory} is untouched: ${verdict.files} files, ${verdict.rows} rows, SHA-256 ${verdict.sha256}${verdict.signedBy === null ? "" : `, signed with ${verdict.signedBy}`}`
        : lines.join("\n"),
      exitCode: verdict.ok ? 0 : 1,
    }
  },
}
