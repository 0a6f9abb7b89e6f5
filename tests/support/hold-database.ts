// A program that opens the embedded database of a folder, says where, and leaves when it is told to.
import { locateData } from "@/server/postgres/data-place"
import { openEmbeddedDatabase } from "@/server/postgres/open-database"
import { findServerUser } from "@/server/postgres/server-user"

const database = await openEmbeddedDatabase(locateData(process.cwd(), process.argv[2], findServerUser()))
process.once("SIGTERM", () => void database.close().then(() => process.exit(0)))
console.log(`open ${database.url}`)
setInterval(() => {}, 60_000)
