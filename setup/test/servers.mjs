// The databases of one test run: the embedded PostgreSQL in a folder of its own and, where Debian's
// is installed, that one too. Nothing of a person's data is touched.
import { execFileSync, spawn } from "node:child_process"
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { root } from "../steps.mjs"

/** A folder that PostgreSQL's user may enter, also when we are root. */
export function makePlace() {
  sweep()
  const place = mkdtempSync(join(tmpdir(), `diptych-test-${process.pid}-`))
  chmodSync(place, 0o755)
  return place
}

/** Ends the servers and removes the folders of runs that were killed: each folder names its run. */
function sweep() {
  for (const name of readdirSync(tmpdir())) {
    const run = Number(/^diptych-test-(\d+)-/.exec(name)?.[1])
    if (!run || isAlive(run)) continue
    const place = join(tmpdir(), name)
    try {
      for (const cluster of [join("18", "postgresql"), join("app", "postgresql"), join("15", "data")]) {
        const file = join(place, cluster, "postmaster.pid")
        const pid = existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : 0
        if (pid > 0 && isServerOf(pid, place)) process.kill(pid, "SIGQUIT")
      }
      rmSync(place, { recursive: true, force: true, maxRetries: 5 })
    } catch {
      // Somebody else's run, or a folder in use: not ours to clear.
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === "EPERM"
  }
}

/** Numbers of processes are used again, so the command line must name the folder. */
function isServerOf(pid, place) {
  const path = `/proc/${pid}/cmdline`
  return existsSync(path) && readFileSync(path, "utf8").includes(place)
}

/** Needs `enableTypeScript()`. */
export async function startEmbedded(folder) {
  const { locateData } = await import("../../server/postgres/data-place.ts")
  const { openEmbeddedDatabase } = await import("../../server/postgres/open-database.ts")
  const { findServerUser } = await import("../../server/postgres/server-user.ts")
  const { url, close } = await openEmbeddedDatabase(locateData(root, folder, findServerUser()))
  const server = new URL(url)
  server.pathname = "/postgres"
  return { url: server.href, close }
}

/** Where Debian keeps the programs of a version, if it is installed. */
export function debianPrograms(version) {
  const bin = `/usr/lib/postgresql/${version}/bin`
  return existsSync(join(bin, "postgres")) ? bin : undefined
}

/** Debian's PostgreSQL from an empty folder, on a free port of the loopback. */
export async function startDebian(bin, folder) {
  const user = process.getuid?.() === 0 ? unprivileged() : undefined
  const data = join(folder, "data")
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  mkdirSync(data, { mode: 0o700 })
  if (user) chownSync(data, user.uid, user.gid)
  const options = { cwd: folder, env: {}, stdio: "ignore", ...user }
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust"],
    { ...options, stdio: ["ignore", "ignore", "pipe"] },
  )
  const port = await freePort()
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"]
  const child = spawn(
    join(bin, "postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    options,
  )
  const ended = new Promise((resolve) => child.once("exit", resolve))
  const { default: pg } = await import("pg")
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      break
    } catch (error) {
      if (tries > 200 || child.exitCode !== null) throw error
      await delay(50)
    }
  }
  return {
    url,
    close: async () => {
      child.kill("SIGINT")
      await ended
    },
  }
}

function unprivileged() {
  const lines = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
  const entry = lines.find(([name]) => name === "nobody") ?? lines.find(([name]) => name === "daemon")
  if (!entry) throw new Error("PostgreSQL refuses root, and this system has no user nobody.")
  return { uid: Number(entry[2]), gid: Number(entry[3]) }
}

export async function freePort() {
  const server = createServer()
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
