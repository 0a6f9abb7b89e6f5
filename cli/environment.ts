import { join } from "node:path"
import { DiptychError } from "@/core/errors"
import { applyMigrations } from "@/server/migrate/apply-migrations"
import { locateData } from "@/server/postgres/data-place"
import { openEmbeddedDatabase } from "@/server/postgres/open-database"
import { ensureSecrets } from "@/server/postgres/secrets"
import { findServerUser } from "@/server/postgres/server-user"

export type Environment = {
  /** What the app and the use cases need in `process.env`. */
  readonly variables: {
    readonly DATABASE_URL: string
    readonly DIPTYCH_SECRET: string
    readonly DIPTYCH_ADDRESS: string
    readonly DIPTYCH_UPLOADS: string
  }
  readonly place: string
  /** The embedded server is left; the last to leave stops it. */
  readonly close: () => Promise<void>
}

/**
 * Database and secrets for a checkout: those given in the environment, else the embedded server and
 * secrets made at first use. The schema is brought up to date. Used by `npm start` and by every
 * command that needs the database, side by side.
 */
export async function prepareEnvironment(root: string, given: NodeJS.ProcessEnv): Promise<Environment> {
  const place = locateData(root, given["DIPTYCH_DATA"] || undefined, findServerUser())
  const external = given["DATABASE_URL"]
  const database = external ? { url: external, close: async () => {} } : await openEmbeddedDatabase(place)
  try {
    await applyMigrations(database.url, join(root, "prisma", "migrations"))
  } catch (error) {
    await database.close()
    throw external ? explain(external, error) : error
  }
  return {
    variables: {
      DATABASE_URL: database.url,
      DIPTYCH_SECRET: given["DIPTYCH_SECRET"] || ensureSecrets(place.root).secret,
      DIPTYCH_ADDRESS: given["DIPTYCH_ADDRESS"] || join(place.root, "address"),
      DIPTYCH_UPLOADS: given["DIPTYCH_UPLOADS"] || join(place.root, "uploads"),
    },
    place: place.root,
    close: database.close,
  }
}

/** Which server it was that did not answer; never its password. */
function explain(url: string, error: unknown): unknown {
  if (error instanceof DiptychError || !(error instanceof Error)) return error
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: "?", pathname: "" }
  return new DiptychError(
    "UNAVAILABLE",
    `The PostgreSQL of DATABASE_URL (${host}${pathname}) cannot be used: ${error.message}. Mend the address or the server, or leave DATABASE_URL out to use the PostgreSQL that comes with Diptych.`,
    {},
    { cause: error },
  )
}
