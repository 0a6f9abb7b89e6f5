import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { requireProjectAccess } from "@/server/access"
import { closeDb } from "@/server/data/close-db"
import { exportToFolder } from "@/server/export/export-to-folder"

// A process of its own, so that a test can give it another locale, time zone and database: exports a project
// in the formats named and prints their hashes. `export-hashes-child.ts SLUG FORMAT…`.
const [slug = "", ...formats] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), "diptych-hashes-"))
const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
const hashes: Record<string, string> = {}
for (const format of formats) {
  const settings = { from: "2026-01-01", testShare: 30 }
  hashes[format] = (await exportToFolder(access, { format, settings }, join(folder, format))).manifest.sha256
}
process.stdout.write(JSON.stringify(hashes))
await closeDb()
await rm(folder, { recursive: true })
