import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterEach, beforeEach, expect, inject, it } from "vitest"
import { applyMigrations } from "@/server/migrate/apply-migrations"
import { latestMigration } from "@/server/migrate/latest-migration"
import { listMigrations } from "@/server/migrate/list-migrations"
import { prisma } from "@/tests/support/run-prisma"

const real = join(process.cwd(), "prisma", "migrations")
const later = "29991231000000_later"
const fromDatabaseToSchema =
  "migrate diff --from-config-datasource --to-schema prisma/schema --exit-code".split(" ")
let folder: string
let url: string
let admin: pg.Client
let serial = 0

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "diptych-migrations-"))
  cpSync(real, folder, { recursive: true })
  admin = new pg.Client({ connectionString: inject("server") })
  await admin.connect()
  const name = `${inject("template")}_migrations_${process.pid}_${serial++}`
  await admin.query(`CREATE DATABASE "${name}" TEMPLATE template0`)
  const at = new URL(inject("server"))
  at.pathname = `/${name}`
  url = at.href
})

afterEach(async () => {
  await admin.query(`DROP DATABASE "${new URL(url).pathname.slice(1)}" WITH (FORCE)`)
  await admin.end()
  rmSync(folder, { recursive: true })
})

async function query<R extends pg.QueryResultRow>(text: string): Promise<readonly R[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<R>(text)).rows
  } finally {
    await client.end()
  }
}

function addMigration(script: string): void {
  cpSync(join(folder, latestMigration), join(folder, later), { recursive: true })
  writeFileSync(join(folder, later, "migration.sql"), script)
}

it("applies what is missing, once, as Prisma records it", async () => {
  expect(await applyMigrations(url, folder)).toEqual(
    listMigrations(folder).map((migration) => migration.name),
  )
  expect(await applyMigrations(url, folder)).toEqual([])
  addMigration("CREATE TABLE planted (a text DEFAULT 'with; semicolon'); -- and ; one more")
  expect(await applyMigrations(url, folder)).toEqual([later])
  const rows = await query<{
    migration_name: string
    checksum: string
    applied_steps_count: number
    done: boolean
  }>(
    `SELECT migration_name, checksum, applied_steps_count, finished_at IS NOT NULL AND rolled_back_at IS NULL AS done
     FROM _prisma_migrations ORDER BY migration_name`,
  )
  expect(rows).toEqual(
    listMigrations(folder).map(({ name, checksum }) => ({
      migration_name: name,
      checksum,
      applied_steps_count: 1,
      done: true,
    })),
  )
})

it("is what Prisma's own commands expect, and the schema says the same as the migrations", async () => {
  await applyMigrations(url, real)
  const deploy = await prisma(url, "migrate", "deploy")
  expect(deploy).toMatchObject({ code: 0 })
  expect(deploy.output).toContain("No pending migrations to apply.")
  const diff = await prisma(url, ...fromDatabaseToSchema)
  expect(diff.output).toContain("No difference detected.")
  expect(diff.code).toBe(0)
})

it("sees a difference between schema and database where there is one", async () => {
  await applyMigrations(url, real)
  await query(`ALTER TABLE "Project" DROP COLUMN "description"`)
  const diff = await prisma(url, ...fromDatabaseToSchema)
  expect(diff.code).toBe(2)
  expect(diff.output).toContain("description")
})

it("leaves no connection and no scratch database behind", async () => {
  await applyMigrations(url, folder)
  // A connection that was closed ends on the server when the server comes to it; what tidies up is not ours.
  const others = () =>
    query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    )
  await expect.poll(others, { timeout: 10_000 }).toEqual([{ n: 0 }])
})

it("lets one of several that start at once migrate, and the others wait", async () => {
  const names = listMigrations(folder).map((migration) => migration.name)
  const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, folder)))
  expect(applied.filter((list) => list.length > 0)).toEqual([names])
})

it("refuses a migration that was changed after it had been applied", async () => {
  await applyMigrations(url, folder)
  const file = join(folder, latestMigration, "migration.sql")
  writeFileSync(file, `${readFileSync(file, "utf8")}\n-- changed`)
  await expect(applyMigrations(url, folder)).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining(`Migration ${latestMigration} was changed`),
  })
})

it("refuses a database of a newer version", async () => {
  addMigration("CREATE TABLE planted (a int)")
  await applyMigrations(url, folder)
  await expect(applyMigrations(url, real)).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("newer Diptych"),
  })
})

it("says which migration failed, keeps nothing of it, and does not go on over it", async () => {
  addMigration("CREATE TABLE planted (a int); SELECT 1/0;")
  await expect(applyMigrations(url, folder)).rejects.toMatchObject({
    message: expect.stringContaining(later),
  })
  expect(await query("SELECT to_regclass('planted') AS planted")).toEqual([{ planted: null }])
  await expect(applyMigrations(url, folder)).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining(`Migration ${later} failed half-way`),
  })
})
