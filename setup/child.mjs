// The app's own process. It ends with its parent, also when that was killed with -9: the pipe between
// them closes, and no orphan keeps the port.
import { pathToFileURL } from "node:url"

process.on("disconnect", () => process.exit(1))
const [, , file, ...rest] = process.argv
process.argv.splice(1, process.argv.length - 1, file, ...rest)
await import(pathToFileURL(file).href)
