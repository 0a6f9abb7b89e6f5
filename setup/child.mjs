// The app's own process. It ends with its parent, also when that was killed with -9: the pipe between
// them closes, and no orphan keeps the port.
import { pathToFileURL } from "node:url"

process.on("disconnect", () => process.exit(1))
// Whoever read the output is gone, perhaps a moment before the parent. Unheard, the failed write would
// be an uncaught exception, which the server writes down, which fails again, and so on without an end.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
const [, , file, ...rest] = process.argv
process.argv.splice(1, process.argv.length - 1, file, ...rest)
await import(pathToFileURL(file).href)
