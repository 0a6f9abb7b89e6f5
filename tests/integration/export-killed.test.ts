import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { pool } from "@/server/data/db"
import { verifyFolder } from "@/server/export/verify-folder"

function startExport(slug: string, directory: string, mode = ""): ChildProcess {
  return spawn(
    process.execPath,
    ["--import", "tsx", "tests/support/export-child.ts", slug, directory, mode],
    { stdio: ["ignore", "pipe", "pipe"], env: process.env },
  )
}

async function outputOf(child: ChildProcess): Promise<string> {
  let answer = ""
  child.stdout?.on("data", (chunk) => {
    answer += String(chunk)
  })
  expect(await once(child, "close")).toEqual([0, null])
  return answer
}

/** Milliseconds from its first row to its end. */
async function timeOf(child: ChildProcess): Promise<number> {
  await once(child.stderr ?? child, "data")
  const start = performance.now()
  await once(child, "exit")
  return performance.now() - start
}

/** The whole of it, at ten points and with many rows, is bench/export-killed.ts. */
const POINTS = 3

test("kill -9 at random points: nothing looks complete that is not, and what is taken up ends with the same hash", {
  timeout: 120_000,
}, async () => {
  const root = await mkdtemp(join(tmpdir(), "diptych-killed-"))
  const project = await createProject()
  const person = await createUser()
  for (let i = 0; i < 30; i++) {
    await createAnnotation(project, (await createPair(project)).task, person, { preference: "A" })
  }
  const whole = startExport(project.slug, join(root, "whole"))
  const [sha256, took] = await Promise.all([outputOf(whole), timeOf(whole)])
  expect(await verifyFolder(join(root, "whole"))).toMatchObject({ ok: true, rows: 30, sha256 })

  const target = join(root, "killed")
  const breakOff = async (mode: string, after: number) => {
    const child = startExport(project.slug, target, mode)
    const ended = once(child, "exit")
    // From its first row on: before that it is loading its own code and has written nothing.
    await Promise.race([once(child.stderr ?? child, "data"), ended])
    const timer = setTimeout(() => child.kill("SIGKILL"), after)
    await ended
    clearTimeout(timer)
  }
  for (let i = 0; i < POINTS; i++) {
    await breakOff(i % 2 === 0 ? "" : "resume", Math.random() * took)
    if (!(await readdir(root)).includes("killed")) continue
    expect(await verifyFolder(target)).toMatchObject({ ok: true, rows: 30, sha256 })
    await rm(target, { recursive: true })
  }

  await breakOff("", 0)
  // Answers that come after the export began are not its own.
  await createAnnotation(project, (await createPair(project)).task, person, { preference: "B" })
  const last = await outputOf(startExport(project.slug, target, "resume"))
  expect(last).toBe(sha256)
  expect(await verifyFolder(target)).toMatchObject({ ok: true, rows: 30, sha256 })
  expect((await readdir(root)).sort()).toEqual(["killed", "whole"])
  // A run is written down only with its files complete.
  const { rows } = await pool().query<{ sha256: string }>(
    `SELECT "sha256" FROM "ExportRun" WHERE "projectId" = $1 AND "status" = 'DONE' AND "sha256" = $2`,
    [project.id, last],
  )
  expect(rows.length).toBeGreaterThan(0)
  await rm(root, { recursive: true })
})
