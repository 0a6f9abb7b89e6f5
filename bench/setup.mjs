// How long until it serves: a fresh clone of this checkout, its first start (packages, build, database,
// sample), a second start, one after kill -9, and the stop. One table and one JSON line.
//
//     node bench/setup.mjs
import { execFileSync, spawn } from "node:child_process"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { root } from "../setup/steps.mjs"

const place = mkdtempSync(join(tmpdir(), "diptych bench "))
chmodSync(place, 0o755)
const clone = join(place, "clone")
const port = await freePort()
execFileSync("git", ["clone", "-q", root, clone])
const figures = {}
let app
try {
  await time("first start of a fresh clone, s", async () => begin())
  await time("stop by SIGTERM, s", async () => end("SIGTERM"))
  await time("second start, s", async () => begin())
  await end("SIGKILL")
  await time("start after kill -9, s", async () => begin())
  await end("SIGTERM")
} finally {
  rmSync(place, { recursive: true, force: true })
}
console.table(figures)
console.log(JSON.stringify({ bench: "setup", node: process.versions.node, ...figures }))

async function begin() {
  app = spawn("npm", ["start"], {
    cwd: clone,
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PORT: String(port), DIPTYCH_DATA: join(place, "data") },
  })
  const deadline = Date.now() + 600_000
  while (Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined)
    if (answer?.ok) return
    if (app.exitCode !== null) break
    await delay(20)
  }
  throw new Error("The app did not become ready; what it said stands above.")
}

async function end(signal) {
  const ended = new Promise((resolve) => app.once("exit", resolve))
  process.kill(-app.pid, signal)
  await ended
}

async function time(name, work) {
  const began = performance.now()
  await work()
  figures[name] = Number(((performance.now() - began) / 1000).toFixed(1))
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  const found = server.address().port
  await new Promise((resolve) => server.close(resolve))
  return found
}
