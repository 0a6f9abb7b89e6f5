import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ProjectAccess } from "@/server/access"
import { exportToFolder } from "@/server/export/export-to-folder"

/** Every byte of an export in each format named, as one text: for looking what is in none of them. */
export async function exportAll(
  access: ProjectAccess<"exports:create">,
  formats: readonly string[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "diptych-leaks-"))
  try {
    const texts: string[] = []
    for (const format of formats) {
      const directory = join(folder, format)
      await exportToFolder(access, { format, settings: {} }, directory)
      for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) texts.push(await readFile(join(entry.path, entry.name), "utf8"))
      }
    }
    return texts.join("\n")
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
