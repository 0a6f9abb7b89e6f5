import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export type Migration = {
  readonly name: string
  readonly script: string
  /** SHA-256 of the file's bytes, hex: what Prisma keeps in `_prisma_migrations`. */
  readonly checksum: string
}

/** The migrations of `prisma/migrations`, oldest first. */
export function listMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name, "migration.sql"))
      return {
        name,
        script: bytes.toString("utf8"),
        checksum: createHash("sha256").update(bytes).digest("hex"),
      }
    })
}
