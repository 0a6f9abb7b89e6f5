import pg from "pg"
import { DiptychError } from "@/core/errors"
import { adoptServer } from "@/server/migrate/adopt-server"
import type { Migration } from "@/server/migrate/list-migrations"
import { listMigrations } from "@/server/migrate/list-migrations"
import { loadEngine } from "@/server/migrate/load-engine"

/**
 * Ours, so that of several instances one migrates and the others wait as long as it takes. The engine
 * takes Prisma's own lock besides, by which a `prisma migrate deploy` from elsewhere waits for us.
 */
const migrationLock = 7_230_002

type Applied = {
  readonly migration_name: string
  readonly checksum: string
  readonly finished_at: Date | null
  readonly rolled_back_at: Date | null
}

/**
 * Brings the database to the schema of this version: the migrations of `folder` that are not yet in
 * `_prisma_migrations`, by Prisma's engine, under an advisory lock, so that several instances may
 * start at once. Returns the names applied now.
 *
 * Throws CONFLICT where the database holds a failed migration, one that was changed since, or one of
 * a newer Diptych; UNAVAILABLE for a PostgreSQL before 15.
 */
export async function applyMigrations(databaseUrl: string, folder: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "diptych migrate" })
  await client.connect()
  try {
    await requireVersion(client)
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock])
    const wanted = listMigrations(folder)
    const pending = toPending(wanted, await listApplied(client))
    if (pending.length > 0) await apply(databaseUrl, folder, wanted)
    await adoptServer(client)
    return pending.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; name: string }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name",
  )
  const row = rows[0]
  if (row && row.version >= 150_000) return
  throw new DiptychError("UNAVAILABLE", `Diptych needs PostgreSQL 15 or later; this server is ${row?.name}.`)
}

async function listApplied(client: pg.Client): Promise<readonly Applied[]> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS there`,
  )
  if (!rows[0]?.there) return []
  const applied = await client.query<Applied>(
    "SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at",
  )
  return applied.rows.filter((row) => row.rolled_back_at === null)
}

/** Which are still to be applied. Example: wanted a, b; applied a: `[b]`. */
export function toPending(wanted: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const byName = new Map(applied.map((row) => [row.migration_name, row]))
  for (const row of applied) {
    const known = wanted.find((migration) => migration.name === row.migration_name)
    if (!row.finished_at) {
      throw new DiptychError(
        "CONFLICT",
        `Migration ${row.migration_name} failed half-way in an earlier start. Restore the database from a backup, or mend it and run "prisma migrate resolve".`,
      )
    }
    if (!known) {
      throw new DiptychError(
        "CONFLICT",
        `The database was used by a newer Diptych (it has migration ${row.migration_name}). Start that version, or restore an older backup.`,
      )
    }
    if (known.checksum !== row.checksum) {
      throw new DiptychError(
        "CONFLICT",
        `Migration ${row.migration_name} was changed after it had been applied. Put the file back as it was; a change of the schema is a new migration.`,
      )
    }
  }
  return wanted.filter((migration) => !byName.has(migration.name))
}

async function apply(databaseUrl: string, folder: string, wanted: readonly Migration[]): Promise<void> {
  const { engine, close } = await loadEngine(databaseUrl)
  try {
    await engine.applyMigrations({
      migrationsList: toMigrationList(folder, wanted),
      filters: { externalTables: [], externalEnums: [] },
    })
  } catch (error) {
    const said = error instanceof Error ? error.message : JSON.stringify(error)
    throw new DiptychError("UNAVAILABLE", `A migration could not be applied: ${said}`, {}, { cause: error })
  } finally {
    await close()
  }
}

/** The engine's own form of a migrations folder. */
export function toMigrationList(folder: string, migrations: readonly Migration[]) {
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map((migration) => ({
      path: migration.name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: migration.script } },
    })),
  }
}
