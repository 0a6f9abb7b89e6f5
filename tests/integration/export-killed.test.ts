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
import { verifyFolder } from "@/server/export/verify-folder"

function startExport(slug: string, directory: string): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "tests/support/export-child.ts", slug, directory], {
    stdio: ["ignore", "pipe", "inherit"],
    env: process.env,
  })
}

test("kill -9 at any point leaves nothing that looks complete, and the next run ends with the same hash", async () => {
  const root = await mkdtemp(join(tmpdir(), "diptych-killed-"))
  const project = await createProject()
  const person = await createUser()
  for (let i = 0; i < 100; i++) {
    await createAnnotation(project, (await createPair(project)).task, person, { preference: "A" })
  }
  const started = Date.now()
  const whole = startExport(project.slug, join(root, "whole"))
  let answer = ""
  whole.stdout?.on("data", (chunk) => {
    answer += String(chunk)
  })
  expect(await once(whole, "close")).toEqual([0, null])
  const took = Date.now() - started
  const sha256 = answer
  expect(await verifyFolder(join(root, "whole"))).toMatchObject({ ok: true, rows: 100, sha256 })

  const target = join(root, "killed")
  for (let i = 1; i <= 3; i++) {
    const child = startExport(project.slug, target)
    const ended = once(child, "exit")
    // Spread over the second half of its life: before that it is still loading its own code.
    const timer = setTimeout(() => child.kill("SIGKILL"), took * (0.4 + i * 0.15))
    await ended
    clearTimeout(timer)
    if ((await readdir(root)).includes("killed")) {
      expect(await verifyFolder(target)).toMatchObject({ ok: true, sha256 })
      await rm(target, { recursive: true })
    }
  }
  const last = startExport(project.slug, target)
  expect(await once(last, "exit")).toEqual([0, null])
  expect(await verifyFolder(target)).toMatchObject({ ok: true, sha256 })
  expect((await readdir(root)).sort()).toEqual(["killed", "whole"])
  await rm(root, { recursive: true })
})
