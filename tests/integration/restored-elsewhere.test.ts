import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { expect, test } from "vitest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { exportAgainToFolder, exportToFolder } from "@/server/export/export-to-folder"
import { adoptServer } from "@/server/migrate/adopt-server"

/** As a dump from a server looks whose transactions were numbered higher. */
async function restoredFromOlderServer() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query("BEGIN")
  await client.query("SET LOCAL diptych.erasing = 'on'")
  await client.query(`UPDATE "Annotation" SET "xid" = "xid" + 5000`)
  await client.query(
    `INSERT INTO "Instance" ("serverId") VALUES ('another') ON CONFLICT ("id") DO UPDATE SET "serverId" = 'another'`,
  )
  await client.query("COMMIT")
  return client
}

test("data restored from another server is taken over, and no row is left out of an export", async () => {
  const folder = await mkdtemp(join(tmpdir(), "diptych-restored-"))
  const project = await createProject()
  const person = await createUser()
  for (let i = 0; i < 3; i++) {
    const { task } = await createPair(project, {})
    await createAnnotation(project, task, person, { preference: "A" })
  }
  const access = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
  const request = { format: "preference", settings: {} }
  const before = await exportToFolder(access, request, join(folder, "before"))
  const client = await restoredFromOlderServer()
  try {
    await expect(exportToFolder(access, request, join(folder, "refused"))).rejects.toMatchObject({
      code: "CONFLICT",
    })
    expect(await adoptServer(client)).toBe(true)
    expect(await adoptServer(client)).toBe(false)
    const after = await exportToFolder(access, request, join(folder, "after"))
    expect(after.manifest.sha256).toBe(before.manifest.sha256)
    await expect(exportAgainToFolder(access, before.id, join(folder, "again"))).rejects.toMatchObject({
      code: "GONE",
    })
    const { rows } = await pool().query(`SELECT DISTINCT "xid" FROM "Annotation"`)
    expect(rows).toEqual([{ xid: "0" }])
  } finally {
    await client.end()
    await rm(folder, { recursive: true, force: true })
  }
})
