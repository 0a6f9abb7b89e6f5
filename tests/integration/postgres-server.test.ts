import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { locateData } from "@/server/postgres/data-place"
import { isAlive, readPostmaster } from "@/server/postgres/find-server"
import { openEmbeddedDatabase } from "@/server/postgres/open-database"
import { findServerUser } from "@/server/postgres/server-user"
import type { TestPlace } from "@/tests/support/place"
import { makePlace } from "@/tests/support/place"
import type { Program } from "@/tests/support/run-setup"
import { startProgram } from "@/tests/support/run-setup"

// One folder for all: preparing one takes seconds, and each test leaves it with its server stopped.
let test: TestPlace
beforeAll(() => {
  test = makePlace()
})
afterAll(() => test.remove())

function hold(): Program {
  return startProgram(["--import", "tsx", "tests/support/hold-database.ts", test.path], {})
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(query)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

const serverPid = () => readPostmaster(test.place.cluster)?.pid

it("is one server for programs that start at the same moment, in an empty folder", async () => {
  const programs = Array.from({ length: 4 }, hold)
  await Promise.all(programs.map((program) => program.said("open ")))
  expect(new Set(programs.map((program) => program.out())).size).toBe(1)
  const pid = serverPid() ?? 0
  for (const program of programs) program.child.kill("SIGTERM")
  expect(await Promise.all(programs.map((program) => program.ended))).toEqual([0, 0, 0, 0])
  expect(isAlive(pid)).toBe(false)
})

it("starts a real server with a generated password, and the last to leave stops it", async () => {
  const first = await openEmbeddedDatabase(test.place)
  const second = await openEmbeddedDatabase(test.place)
  expect(second.url).toBe(first.url)
  expect(await ask(first.url, "SHOW fsync")).toBe("on")
  expect(await ask(first.url, "SHOW listen_addresses")).toBe("127.0.0.1")
  const wrong = new URL(first.url)
  wrong.password = "guessed"
  await expect(ask(wrong.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" })
  const pid = serverPid()
  await first.close()
  expect(await ask(second.url, "SELECT 1")).toBe(1)
  await second.close()
  await second.close()
  expect(pid !== undefined && isAlive(pid)).toBe(false)
  expect(statSync(join(test.path, "secrets.json")).mode & 0o777).toBe(0o600)
  expect(statSync(test.place.cluster).mode & 0o777).toBe(0o700)
  expect(readFileSync(join(test.place.cluster, "pg_hba.conf"), "utf8")).not.toMatch(/^[^#]*\b(trust|md5)$/m)
})

it("is found again after the program that started it was killed with -9, with all that was committed", async () => {
  const program = hold()
  await program.said("open ")
  const url = program.out().trim().slice("open ".length)
  await ask(url, "CREATE TABLE kept AS SELECT 42 AS n")
  program.child.kill("SIGKILL")
  await program.ended
  const pid = serverPid()
  expect(pid).toBeDefined()
  const again = await openEmbeddedDatabase(test.place)
  expect(again.url).toBe(url)
  expect(await ask(again.url, "SELECT n FROM kept")).toBe(42)
  await again.close()
  expect(pid !== undefined && isAlive(pid)).toBe(false)
})

it("recovers after program and server were both killed with -9, over the pid file they left", async () => {
  const program = hold()
  await program.said("open ")
  await ask(program.out().trim().slice("open ".length), "UPDATE kept SET n = 43")
  const pid = serverPid() ?? 0
  program.child.kill("SIGKILL")
  process.kill(pid, "SIGKILL")
  await program.ended
  const again = await openEmbeddedDatabase(test.place)
  expect(await ask(again.url, "SELECT n FROM kept")).toBe(43)
  await again.close()
})

it("does not take a stranger's process for its server", async () => {
  const first = await openEmbeddedDatabase(test.place)
  await first.close()
  // A machine that was switched off leaves the file, and the number is somebody else's by now.
  const lines = [process.pid, test.place.cluster, 1, 1, "", "127.0.0.1", "", "ready"]
  const file = join(test.place.cluster, "postmaster.pid")
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 })
  const { serverUser } = test.place
  if (serverUser) chownSync(file, serverUser.uid, serverUser.gid)
  const again = await openEmbeddedDatabase(test.place)
  expect(await ask(again.url, "SELECT 1")).toBe(1)
  await again.close()
})

describe("where the data lives", () => {
  const nobody = { name: "nobody", uid: 65_534, gid: 65_534 }

  it("is the checkout's .data for an ordinary user", () => {
    const place = locateData("/somewhere/diptych", undefined, null)
    expect(place.root).toBe("/somewhere/diptych/.data")
  })

  it("is, as root, a system place that two clones never share", () => {
    const clones = ["one", "two"].map((name) => {
      const clone = join(test.path, name)
      mkdirSync(clone)
      return locateData(clone, undefined, nobody).root
    })
    expect(clones[0]).toMatch(/^\/var\/lib\/diptych\/[0-9a-f]{16}$/)
    expect(clones[0]).not.toBe(clones[1])
  })

  it("refuses a DIPTYCH_DATA that PostgreSQL's user could not reach, and says what to do", () => {
    const shut = mkdtempSync(join(tmpdir(), "diptych-shut-"))
    chmodSync(shut, 0o700)
    const wanted = join(shut, "data")
    // Belongs to whoever runs this, who is not user 12345.
    const stranger = { name: "stranger", uid: 12_345, gid: 12_345 }
    expect(() => locateData(process.cwd(), wanted, stranger)).toThrow(
      expect.objectContaining({
        code: "BAD_DATA",
        message: expect.stringMatching(/cannot be entered by .*Choose a folder/),
      }),
    )
    rmSync(shut, { recursive: true })
  })

  it("runs PostgreSQL as another user than root, as oneself otherwise", () => {
    const passwd = "root:x:0:0::/root:/bin/sh\ndaemon:x:1:1::/:/x\nnobody:x:65534:65534::/:/x\n"
    expect(findServerUser(0, passwd)).toEqual(nobody)
    expect(findServerUser(0, "daemon:x:1:1::/:/x\n")).toEqual({ name: "daemon", uid: 1, gid: 1 })
    expect(findServerUser(1000, passwd)).toBeNull()
    expect(() => findServerUser(0, "root:x:0:0::/root:/bin/sh\n")).toThrow(/ordinary user/)
  })
})
