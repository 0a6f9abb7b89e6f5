import { fileURLToPath } from "node:url"
import pg from "pg"
import type { TestProject } from "vitest/node"
import { applyMigrations } from "@/server/migrate/apply-migrations"

/** One template database with the migrations applied; each worker clones it. */
export default async function setup(project: TestProject) {
  const server = process.env.DIPTYCH_TEST_SERVER
  if (!server) throw new Error("Set DIPTYCH_TEST_SERVER to a PostgreSQL superuser URL; `npm test` does.")
  const template = `diptych_test_${process.pid}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8'`)
  const url = new URL(server)
  url.pathname = `/${template}`
  await applyMigrations(url.href, fileURLToPath(new URL("../../prisma/migrations", import.meta.url)))
  project.provide("server", server)
  project.provide("template", template)
  return async () => {
    const { rows } = await admin.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE datname LIKE $1 || '%'",
      [template],
    )
    for (const row of rows) await admin.query(`DROP DATABASE IF EXISTS "${row.datname}" WITH (FORCE)`)
    await admin.end()
  }
}

declare module "vitest" {
  interface ProvidedContext {
    server: string
    template: string
  }
}
