import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { NewProjectInput } from "@/core/new-project"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import type { ImportOptions } from "@/server/import/import-files"
import { importFiles } from "@/server/import/import-files"
import type { SourceFile } from "@/server/import/source-file"
import { createProject } from "@/server/projects/create-project"
import { jsonl } from "@/tests/support/jsonl"

const folder = mkdtempSync(join(tmpdir(), "diptych-import-test-"))
let written = 0

/** A file of its own folder, so that two may have one name. */
export function writeSource(name: string, content: string | Uint8Array): SourceFile {
  const path = join(folder, `${written++}-${name}`)
  writeFileSync(path, content)
  return { name, path }
}

export { jsonl }

let projects = 0

export async function newProject(input: Partial<NewProjectInput> = {}): Promise<string> {
  const slug = `project-${++projects}`
  await createProject(requireInstanceAccess({ kind: "cli" }, "projects:create"), { slug, ...input })
  return slug
}

export async function importInto(
  slug: string,
  files: readonly SourceFile[],
  options: Partial<ImportOptions> = {},
) {
  const access = await requireProjectAccess({ kind: "cli" }, slug, "imports:create")
  return importFiles({ access }, { files, ...options })
}

/** Rows per table, of everything an import could write. */
export async function storeCounts(): Promise<Record<string, number>> {
  const tables = [
    "Project",
    "Model",
    "Prompt",
    "PromptSplit",
    "Reference",
    "Completion",
    "ImportedLabel",
    "Task",
    "TaskCompletion",
    "ImportRun",
    "ImportFile",
    "ImportBadRow",
    "AuditEvent",
  ]
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await pool().query<{ count: string }>(`SELECT count(*) FROM "${table}"`)
    counts[table] = Number(rows[0]?.count)
  }
  return counts
}
