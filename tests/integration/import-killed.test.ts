import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { createProject } from "@/prisma/factories/create-project"
import { storedState } from "@/tests/support/stored-state"

const prompts = 500
const models = ["atlas", "brook", "cedar"]

function startImport(file: string, slug: string): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "tests/support/import-child.ts", file, slug], {
    stdio: ["ignore", "pipe", "inherit"],
    env: process.env,
  })
}

/** Ten of them, and more rows: bench/import-killed.ts. */
const POINTS = 4

test("kill -9 of an import at random points: everything is stored or nothing, and again gives the same", {
  timeout: 600_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "diptych-import-killed-"))
  const file = join(folder, "rows.jsonl")
  const lines = Array.from({ length: prompts * models.length }, (_, at) => {
    const prompt = Math.floor(at / models.length)
    const model = models[at % models.length]
    return JSON.stringify({ prompt: `Question ${prompt}`, model, completion: `${model} says ${at}` })
  })
  await writeFile(file, `${lines.join("\n")}\n`)

  const [whole, killed] = [await createProject(), await createProject()]
  const first = startImport(file, whole.slug)
  const ended = once(first, "exit")
  await once(first.stdout ?? first, "data")
  const start = performance.now()
  expect(await ended).toEqual([0, null])
  const took = performance.now() - start
  const complete = await storedState(whole.id)
  expect(complete.completions).toBe(lines.length)

  for (let i = 0; i < POINTS; i++) {
    const child = startImport(file, killed.slug)
    const exit = once(child, "exit")
    // From its first progress on: before that it is loading its own code.
    await Promise.race([once(child.stdout ?? child, "data"), exit])
    const timer = setTimeout(() => child.kill("SIGKILL"), Math.random() * took)
    await exit
    clearTimeout(timer)
    const state = await storedState(killed.id)
    if (state.completions === 0) expect(state.others).toBe(0)
    else expect(state.hash).toBe(complete.hash)
  }
  const last = startImport(file, killed.slug)
  last.stdout?.resume()
  expect(await once(last, "exit")).toEqual([0, null])
  expect(await storedState(killed.id)).toMatchObject({ completions: lines.length, hash: complete.hash })
  await rm(folder, { recursive: true })
})
