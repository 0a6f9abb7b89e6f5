import { mkdtemp, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Command, CommandResult } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { requireProjectAccess } from "@/server/access"
import { diffFolders, type FolderDiff } from "@/server/export/diff-folders"
import { exportAgainToFolder } from "@/server/export/export-to-folder"

export const diffCommand: Command = {
  name: "diff",
  summary: "What changed between two exports: rows added, removed and changed, by reason",
  usage: "BEFORE AFTER",
  help: `BEFORE and AFTER are export folders, or runs (id or start of the SHA-256) with --project; a run is made
again for it. Rows are known by their comparison; a changed one is counted under the gravest of
answer (the better side is another), text (a text reads otherwise), split, votes, other.
Exit code 0 = the same rows, 1 = not.

  --project SLUG        the project of the runs

Example:
  diptych diff ./march ./april`,
  options: { project: { type: "string" } },
  database: true,
  run: async ({ positionals, values, signal }) => {
    const [before, after, ...extra] = positionals
    if (before === undefined || after === undefined || extra.length > 0) {
      throw new UsageError("Expected BEFORE and AFTER.")
    }
    const made = await mkdtemp(join(tmpdir(), "diptych-diff-"))
    try {
      const toFolder = (name: string, place: string) =>
        folderOf(name, join(made, place), values.project, signal)
      return toResult(await diffFolders(await toFolder(before, "before"), await toFolder(after, "after")))
    } finally {
      await rm(made, { recursive: true, force: true })
    }
  },
}

async function folderOf(name: string, place: string, project: unknown, signal: AbortSignal): Promise<string> {
  if ((await stat(name).catch(() => undefined))?.isDirectory()) return name
  if (typeof project !== "string") {
    throw new UsageError(`${name} is no folder; for a run of a project add --project SLUG.`)
  }
  const access = await requireProjectAccess({ kind: "cli" }, project, "exports:create")
  await exportAgainToFolder(access, name, place, { signal })
  return place
}

function toResult(diff: FolderDiff): CommandResult {
  const changed = Object.entries(diff.changed).filter(([, n]) => n > 0)
  const total = changed.reduce((sum, [, n]) => sum + n, 0)
  const reasons = changed.map(([reason, n]) => `${n} ${reason}`).join(", ")
  return {
    json: diff,
    text: [
      `${diff.rows.before} rows before, ${diff.rows.after} after: ${diff.added} added, ${diff.removed} removed, ${total} changed${reasons === "" ? "" : ` (${reasons})`}, ${diff.same} the same`,
      ...Object.entries(diff.settings).map(
        ([key, [one, two]]) => `setting ${key}: ${JSON.stringify(one)} -> ${JSON.stringify(two)}`,
      ),
      ...diff.examples.map(({ id, change }) => `  ${change} ${id}`),
    ].join("\n"),
    exitCode: diff.added + diff.removed + total === 0 ? 0 : 1,
  }
}
