import { requireProjectAccess } from "@/server/access"
import { closeDb } from "@/server/data/close-db"
import { importFiles } from "@/server/import/import-files"

// A process of its own that imports, for tests that kill it: `import-child.ts FILE SLUG`.
const [path = "", slug = ""] = process.argv.slice(2)
const access = await requireProjectAccess({ kind: "cli" }, slug, "imports:create")
await importFiles(
  { access },
  { files: [{ name: "child", path }], onProgress: ({ rows }) => console.log(`read ${rows}`) },
)
await closeDb()
