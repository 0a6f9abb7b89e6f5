import { requireProjectAccess } from "@/server/access"
import { closeDb } from "@/server/data/close-db"
import { exportToFolder } from "@/server/export/export-to-folder"

// A process of its own that exports and can be killed: `export-child.ts SLUG DIR [resume] [SHARD]`. Says when the
// first and the last rows were made, so that a test knows where it is.
const [slug = "", directory = "", mode = "", shard = "2000"] = process.argv.slice(2)
const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
const wish = { format: "preference", settings: { shardBytes: Number(shard) } }
const { manifest } = await exportToFolder(access, wish, directory, {
  resume: mode === "resume",
  sign: true,
  onRows: (rows) => process.stderr.write(`rows ${rows}\n`),
})
process.stdout.write(manifest.sha256)
await closeDb()
