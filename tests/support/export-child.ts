import { requireProjectAccess } from "@/server/access"
import { closeDb } from "@/server/data/close-db"
import { exportToFolder } from "@/server/export/export-to-folder"

// A process of its own that exports and can be killed: `export-child.ts SLUG DIR`.
const [slug = "", directory = ""] = process.argv.slice(2)
const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
const wish = { format: "preference", settings: { shardBytes: 2000 } }
const { manifest } = await exportToFolder(access, wish, directory)
process.stdout.write(manifest.sha256)
await closeDb()
