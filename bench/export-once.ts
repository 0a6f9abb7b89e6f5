import { requireProjectAccess } from "@/server/access"
import { closeDb } from "@/server/data/close-db"
import { exportToFolder } from "@/server/export/export-to-folder"

// One export in a process of its own, measured: `bench/export-once.ts SLUG FORMAT DIR`. Prints JSON.
const [slug = "", format = "", directory = ""] = process.argv.slice(2)
const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
const start = performance.now()
const startCpu = process.cpuUsage()
let first = 0
const { id, manifest } = await exportToFolder(access, { format, settings: {} }, directory, {
  onRows: () => {
    first ||= performance.now()
  },
})
const end = performance.now()
const { user, system } = process.cpuUsage(startCpu)
await closeDb()
const data = manifest.files.filter((file) => file.rows !== undefined)
process.stdout.write(
  JSON.stringify({
    id,
    rows: data.reduce((sum, file) => sum + (file.rows ?? 0), 0),
    bytes: data.reduce((sum, file) => sum + file.bytes, 0),
    seconds: (end - start) / 1000,
    // Of this process alone; hardly moved by whatever else runs on the machine.
    cpuSeconds: (user + system) / 1e6,
    firstRowSeconds: (first - start) / 1000,
    // In kilobytes of 1024.
    peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
  }),
)
