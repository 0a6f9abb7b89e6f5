import pg from "pg"
import { afterAll, inject } from "vitest"
import { closeDb } from "@/server/data/db"
import { forgetEnv } from "@/server/env"

// Runs before each test file: a database of its own, cloned from the template in some 30 ms.
const name = `${inject("template")}_${process.pid}_${process.hrtime.bigint()}`
const admin = new pg.Client({ connectionString: inject("server") })
await admin.connect()
await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${inject("template")}"`)
const url = new URL(inject("server"))
url.pathname = `/${name}`
process.env.DATABASE_URL = url.href
process.env.DIPTYCH_SECRET = "test-secret-".padEnd(48, "x")
forgetEnv()

afterAll(async () => {
  await closeDb()
  await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
  await admin.end()
})
