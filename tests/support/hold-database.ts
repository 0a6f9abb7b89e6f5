import { locateData } from "@/server/postgres/data-place"
import { openEmbeddedDatabase } from "@/server/postgres/open-database"
import { findServerUser } from "@/server/postgres/server-user"

// Opens the embedded database of a folder, says its URL, and holds it until told to close or killed.
const [folder = ""] = process.argv.slice(2)
const database = await openEmbeddedDatabase(locateData(folder, folder, findServerUser()))
process.on("SIGTERM", () => void database.close().then(() => process.exit(0)))
process.stdout.write(`${database.url}\n`)
