import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fillProject } from "@/bench/export-data"
import { closeDb } from "@/server/data/close-db"
import { verifyFolder } from "@/server/export/verify-folder"

/**
 * kill -9 of an export at ten random points between its first row and its end, each time taken up again:
 * nothing that looks complete is not, and the hash is that of an export nobody killed.
 *
 *     DATABASE_URL=… DIPTYCH_SECRET=… npx tsx bench/export-killed.ts [annotations]
 */
const pairs = Number(process.argv[2] ?? 20_000)
const points = 10
const slug = await fillProject({ pairs, votes: 1, chars: 500 })
const root = await mkdtemp(join(tmpdir(), "diptych-killed-"))

const [whole, took] = await timed(start(join(root, "whole"), ""))
const target = join(root, "killed")
let [killed, finished] = [0, 0]
for (let point = 0; point < points; point++) {
  const child = start(target, "resume")
  const ended = once(child, "exit")
  await Promise.race([once(child.stderr ?? child, "data"), ended])
  const timer = setTimeout(() => child.kill("SIGKILL"), Math.random() * took)
  await ended
  clearTimeout(timer)
  if (!(await readdir(root)).includes("killed")) {
    killed++
    continue
  }
  finished++
  const verdict = await verifyFolder(target)
  if (!verdict.ok || verdict.sha256 !== whole) throw new Error("A folder looks complete and is not.")
  await rm(target, { recursive: true })
}
const last = await outputOf(start(target, "resume"))
const verdict = await verifyFolder(target)
await rm(root, { recursive: true })
await closeDb()
if (last !== whole || !verdict.ok) throw new Error(`Taken up, it ended with ${last} instead of ${whole}.`)
const result = { bench: "export-killed", annotations: pairs, points, killed, finished, sameHash: true }
console.table(result)
console.log(JSON.stringify(result))

function start(directory: string, mode: string): ChildProcess {
  return spawn(
    process.execPath,
    ["--import", "tsx", "tests/support/export-child.ts", slug, directory, mode, "1000000"],
    { stdio: ["ignore", "pipe", "pipe"], env: process.env },
  )
}

/** What it printed, and the milliseconds from its first row to its end. */
async function timed(child: ChildProcess): Promise<[string, number]> {
  const printed = outputOf(child)
  await Promise.race([once(child.stderr ?? child, "data"), printed])
  const began = performance.now()
  return [await printed, performance.now() - began]
}

async function outputOf(child: ChildProcess): Promise<string> {
  let answer = ""
  child.stdout?.on("data", (chunk) => (answer += String(chunk)))
  child.stderr?.resume()
  const [code] = (await once(child, "close")) as [number | null]
  if (code !== 0) throw new Error(`The export ended with ${code ?? "a signal"}.`)
  return answer
}
