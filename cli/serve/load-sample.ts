import { readFileSync } from "node:fs"
import { join } from "node:path"
import { DiptychError } from "@/core/errors"
import { parseNewProject } from "@/core/new-project"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { importFiles } from "@/server/import/import-files"

const slug = "sample"

/** The sample project out of prisma/sample, through the same import as any other file. Idempotent. */
export async function loadSample(root: string): Promise<string> {
  if (await exists()) return slug
  const folder = join(root, "prisma", "sample")
  const result = await importFiles(
    {
      access: requireInstanceAccess({ kind: "cli" }, "projects:create"),
      create: parseNewProject({
        slug,
        name: "Sample project",
        description: "64 prompts, four invented models, two judgments a task. Written for Diptych.",
        guidelines: readFileSync(join(folder, "guidelines.md"), "utf8"),
        preset: "arena",
        overlap: 2,
        pairing: "balanced:3",
      }),
    },
    { files: [{ name: "prompts.jsonl", path: join(folder, "prompts.jsonl") }] },
  )
  if (result.refused)
    throw new DiptychError("BAD_DATA", "The sample project has bad rows; this clone is damaged.")
  return slug
}

async function exists(): Promise<boolean> {
  try {
    await requireProjectAccess({ kind: "cli" }, slug, "project:read")
    return true
  } catch (error) {
    if (error instanceof DiptychError && error.code === "NOT_FOUND") return false
    throw error
  }
}
