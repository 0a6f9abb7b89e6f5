import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createProject } from "@/prisma/factories/create-project"
import { closeDb } from "@/server/data/close-db"
import { storedState } from "@/tests/support/stored-state"

/**
 * kill -9 of an import at ten random points between its first row and its end, each time begun again:
 * after every kill the project is as if nothing had been (or whole, where the kill came too late), and in
 * the end it holds what an import stored that nobody killed.
 *
 *     DATABASE_URL=… DIPTYCH_SECRET=… npx tsx bench/import-killed.ts [completions]
 */
const models = ["atlas", "brook", "cedar", "delta"]
const rows = Number(process.argv[2] ?? 20_000)
const points = 10

const folder = await mkdtemp(join(tmpdir(), "diptych-import-killed-"))
const file = join(folder, "rows.jsonl")
const lines = Array.from({ length: rows }, (_, at) => {
  const model = models[at % models.length]
  const prompt = `Question ${Math.floor(at / models.length)}`
  return JSON.stringify({ prompt, model, completion: `${model} says ${at}. ${"So it is. ".repeat(50)}` })
})
await writeFile(file, `${lines.join("\n")}\n`)

const newProject = () => createProject({ slug: `killed-${randomUUID().slice(0, 8)}` })
const [untouched, project] = [await newProject(), await newProject()]
const first = start(untouched.slug)
const firstEnd = once(first, "exit")
await once(first.stdout ?? first, "data")
const began = performance.now()
await firstEnd
const took = performance.now() - began
const whole = await storedState(untouched.id)
if (whole.completions !== rows) throw new Error(`Stored ${whole.completions} of ${rows}.`)

let [killed, finished] = [0, 0]
for (let point = 0; point < points; point++) {
  // One that got through leaves nothing to kill: the next ones go into a project of their own.
  const { slug, id } = finished > 0 ? await newProject() : project
  const child = start(slug)
  const ended = once(child, "exit")
  await Promise.race([once(child.stdout ?? child, "data"), ended])
  const timer = setTimeout(() => child.kill("SIGKILL"), (took * (point + Math.random())) / points)
  const [code] = (await ended) as [number | null]
  clearTimeout(timer)
  const state = await storedState(id)
  if (state.completions === 0 && state.others === 0 && code === null) killed++
  else if (state.hash === whole.hash && state.others === whole.others) finished++
  else throw new Error(`Half stored: ${JSON.stringify(state)}.`)
}
await once(start(project.slug), "exit")
const last = await storedState(project.id)
await rm(folder, { recursive: true })
await closeDb()
if (last.hash !== whole.hash || last.others !== whole.others)
  throw new Error("Begun again, it is another one.")
const result = { bench: "import-killed", completions: rows, points, killed, finished, sameHash: true }
console.table(result)
console.log(JSON.stringify(result))

function start(slug: string): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/support/import-child.ts", file, slug], {
    stdio: ["ignore", "pipe", "inherit"],
    env: process.env,
  })
  child.stdout?.resume()
  return child
}
