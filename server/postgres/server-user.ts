import { readFileSync } from "node:fs"
import { DiptychError } from "@/core/errors"
import type { ServerUser } from "@/server/postgres/data-place"

/**
 * Users without rights of their own that every Unix system has. Not `postgres`: it comes and goes with
 * a package, and the data would then belong to someone else.
 */
const candidates = ["nobody", "daemon"]

/** Whom PostgreSQL runs as: ourselves (null), or as root an unprivileged user of the system. */
export function findServerUser(uid = process.getuid?.(), passwd?: string): ServerUser | null {
  if (uid !== 0) return null
  const users = (passwd ?? readFileSync("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"))
  for (const name of candidates) {
    const entry = users.find((fields) => fields[0] === name)
    if (entry) return { name, uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new DiptychError(
    "UNAVAILABLE",
    "PostgreSQL refuses to run as root, and this system has neither the user nobody nor daemon to run it as. Start Diptych as an ordinary user, or give a PostgreSQL of your own in DATABASE_URL.",
  )
}
