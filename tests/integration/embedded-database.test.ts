import type { ChildProcess } from "node:child_process"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterEach, beforeEach, expect, test } from "vitest"
import { locateData } from "@/server/postgres/data-place"
import { readPostmaster } from "@/server/postgres/find-server"
import { findServerUser } from "@/server/postgres/server-user"

// Real programs, a real server, real signals: what `npm start` and the command line do to each other.

let folder: string
const programs: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "diptych database "))
  chmodSync(folder, 0o755)
})
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => end(program, "SIGTERM")))
  // A test that left a server behind ends it here, so that no run leaves one on the machine.
  const left = readPostmaster(join(folder, "postgresql"))
  if (left) process.kill(left.pid, "SIGQUIT")
  rmSync(folder, { recursive: true, force: true })
})

type Holder = { readonly program: ChildProcess; readonly url: string }

async function hold(at = folder): Promise<Holder> {
  const script = new URL("../support/hold-database.ts", import.meta.url).pathname
  const program = spawn(process.execPath, ["--import", "tsx", decodeURIComponent(script), at], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  programs.push(program)
  let said = ""
  for await (const chunk of program.stdout ?? []) {
    said += String(chunk)
    if (said.endsWith("\n")) break
  }
  expect(said).toMatch(/^postgresql:\/\//)
  return { program, url: said.trim() }
}

async function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const ended = once(program, "exit")
  program.kill(signal)
  await ended
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

const server = (at = folder) => readPostmaster(join(at, "postgresql"))

test("four programs that start at once share one server; the last to leave stops it", async () => {
  const holders = await Promise.all([hold(), hold(), hold(), hold()])
  expect(new Set(holders.map((one) => one.url)).size).toBe(1)
  const running = server()
  expect(running).not.toBeNull()
  for (const one of holders.slice(0, 3)) await end(one.program, "SIGTERM")
  expect(server()).toEqual(running)
  await Promise.all(holders.slice(3).map((one) => end(one.program, "SIGTERM")))
  expect(server()).toBeNull()
})

test("after kill -9 the server is found again, with what was committed", async () => {
  const first = await hold()
  await query(first.url, "CREATE TABLE kept AS SELECT 1 AS n")
  const running = server()
  await end(first.program, "SIGKILL")
  expect(server()).toEqual(running)
  const second = await hold()
  expect(second.url).toBe(first.url)
  expect(await query(second.url, "SELECT n FROM kept")).toEqual([{ n: 1 }])
})

test("after the server itself was killed a new one recovers what was committed", async () => {
  const first = await hold()
  await query(first.url, "CREATE TABLE kept AS SELECT 1 AS n")
  const running = server()
  if (!running) throw new Error("A server was expected.")
  process.kill(running.pid, "SIGKILL")
  await end(first.program, "SIGTERM")
  const second = await hold()
  expect(await query(second.url, "SELECT n FROM kept")).toEqual([{ n: 1 }])
})

test("the password is asked for, and only its owner can read it", async () => {
  const { url } = await hold()
  const wrong = new URL(url)
  wrong.password = "guess"
  await expect(query(wrong.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" })
  expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600)
  const [row] = await query<{ method: string }>(
    url,
    "SELECT current_setting('password_encryption') AS method, current_setting('listen_addresses')",
  )
  expect(row).toEqual({ method: "scram-sha-256", current_setting: "127.0.0.1" })
})

test("two clones never meet", async () => {
  const other = join(folder, "other")
  mkdirSync(other, { mode: 0o755 })
  const [here, there] = await Promise.all([hold(), hold(other)])
  expect(here.url).not.toBe(there.url)
  const nobody = { name: "nobody", uid: 65_534, gid: 65_534 }
  expect(locateData(folder, undefined, nobody).root).not.toBe(locateData(other, undefined, nobody).root)
})

test("a folder that the server's user cannot enter is refused with its name", () => {
  const closed = join(folder, "closed")
  mkdirSync(closed, { mode: 0o700 })
  const stranger = { name: "stranger", uid: 54_321, gid: 54_321 }
  expect(() => locateData(folder, join(closed, "data"), stranger)).toThrow(
    new RegExp(`${closed} cannot be entered by the user "stranger"`),
  )
  expect(findServerUser(1000)).toBeNull()
  expect(findServerUser(0, "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false")).toMatchObject({
    name: "nobody",
    uid: 65_534,
  })
})
