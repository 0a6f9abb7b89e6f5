import { randomUUID } from "node:crypto"
import { on } from "node:events"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { Readable } from "node:stream"
import { buffer } from "node:stream/consumers"
import { promisify } from "node:util"
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest"
import yauzl, { type Entry, type Options, type ZipFile } from "yauzl"
import { hashManifest, manifestText } from "@/formats/export/manifest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { createExportRun, getExportRun } from "@/server/data/export/export-runs"
import { storedFolder, UNWANTED_MS } from "@/server/export/export-store"
import { exportAgainToFolder } from "@/server/export/export-to-folder"
import { openExportFile } from "@/server/export/open-export-file"
import { openExportZip } from "@/server/export/export-zip"
import { previewExport } from "@/server/export/preview-export"
import { sha256Hex } from "@/server/export/sha256"
import { verifyFolder } from "@/server/export/verify-folder"
import { version } from "@/server/version"
import { createExport } from "@/tests/support/create-export"

const never = new AbortController().signal
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "diptych-zip-"))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function judged(pairs: number) {
  const project = await createProject()
  const person = await createUser()
  for (let i = 0; i < pairs; i++) {
    const { task } = await createPair(project, i % 4 === 0 ? { split: "test" } : {})
    await createAnnotation(project, task, person, { preference: i % 2 === 0 ? "A" : "B" })
  }
  const access = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
  return { project, person, access }
}

async function unpack(zip: Buffer, into: string): Promise<string> {
  const file = await fromBuffer(zip, { lazyEntries: true })
  const openStream = promisify<Entry, Readable>(file.openReadStream.bind(file))
  let root = ""
  file.readEntry()
  for await (const [entry] of on(file, "entry", { close: ["end"] }) as AsyncIterable<[Entry]>) {
    const path = join(into, entry.fileName)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, await buffer(await openStream(entry)))
    root = entry.fileName.split("/")[0] ?? ""
    file.readEntry()
  }
  return join(into, root)
}

const fromBuffer = promisify<Buffer, Options, ZipFile>(yauzl.fromBuffer)

async function download(access: Awaited<ReturnType<typeof judged>>["access"], id: string) {
  const { body, fileName } = await openExportZip(access, id)
  return { zip: await buffer(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])), fileName }
}

test("the download holds what the command line writes, shard by shard, and verifies", async () => {
  const { access } = await judged(12)
  for (const format of ["preference", "raw_annotations"]) {
    const { id, plan } = await createExport(access, { format, settings: { shardBytes: 1500 } })
    const { zip, fileName } = await download(access, id)
    expect(fileName).toContain(plan.manifest.sha256.slice(0, 12))
    const unpacked = await unpack(zip, join(folder, "zip"))
    expect(await verifyFolder(unpacked)).toMatchObject({ ok: true, sha256: plan.manifest.sha256 })
    const written = join(folder, format)
    await exportAgainToFolder(access, id, written)
    expect(plan.manifest.files.filter((file) => file.rows !== undefined).length).toBeGreaterThan(3)
    for (const { path } of [...plan.manifest.files, { path: "manifest.json" }]) {
      expect(await readFile(join(unpacked, path))).toEqual(await readFile(join(written, path)))
    }
  }
})

test("a broken download goes on where it broke, as ZIP and file by file, also where the files are gone", async () => {
  const { access } = await judged(8)
  const { id, plan } = await createExport(access, { format: "preference", settings: { shardBytes: 2000 } })
  const { zip } = await download(access, id)
  const whole = await openExportZip(access, id)
  await whole.body.cancel()
  expect(whole.bytes).toBe(zip.length)
  for (const from of [1, 500, Math.floor(zip.length / 2), zip.length - 1]) {
    await rm(storedFolder(id), { recursive: true, force: true })
    const { body } = await openExportZip(access, id, { from })
    const rest = await buffer(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]))
    expect(rest.equals(zip.subarray(from))).toBe(true)
  }
  for (const { path, bytes, sha256 } of plan.manifest.files) {
    const file = await openExportFile(access, id, path, never)
    expect(file).toMatchObject({ bytes, etag: `"${sha256}"` })
    const content = Buffer.from(await new Response(await file.read(null)).arrayBuffer())
    const part = Buffer.from(await new Response(await file.read({ start: 3, end: 9 })).arrayBuffer())
    expect(part.equals(content.subarray(3, 10))).toBe(true)
  }
  await expect(openExportFile(access, id, "../../etc/passwd", never)).rejects.toMatchObject({
    code: "NOT_FOUND",
  })
})

test("the same ZIP to the byte later, after more answers, in another time zone", async () => {
  const { project, person, access } = await judged(6)
  const { id } = await createExport(access, { format: "preference", settings: {} })
  const first = await download(access, id)
  await createAnnotation(project, (await createPair(project)).task, person, { preference: "A" })
  const zone = process.env.TZ
  process.env.TZ = "Pacific/Kiritimati"
  const second = await download(access, id)
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  expect(second.zip.equals(first.zip)).toBe(true)
})

test("a reader that goes away gives the database connections back", async () => {
  const { access } = await judged(4)
  const { id } = await createExport(access, { format: "preference", settings: {} })
  for (let i = 0; i < 6; i++) {
    const { body } = await openExportZip(access, id)
    const reader = body.getReader()
    await reader.read()
    await reader.cancel()
  }
  // By the time a whole download is through, the given-up ones have long done whatever they would.
  await download(access, id)
  await expect
    .poll(async () => {
      const { rows } = await pool().query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'diptych-export'`,
      )
      return rows[0]?.n
    })
    .toBe(0)
})

/** Until it is called, no export gets at any prompt: it waits in the database as if it sorted millions of them. */
async function holdPrompts(): Promise<() => Promise<void>> {
  const client = await pool().connect()
  await client.query(`BEGIN; LOCK TABLE "Prompt" IN ACCESS EXCLUSIVE MODE`)
  let held = true
  const release = async () => {
    if (held) await client.query("ROLLBACK")
    if (held) client.release()
    held = false
  }
  onTestFinished(release)
  return release
}

/** Connections of exports that wait for what is held. */
async function waiting(): Promise<number[]> {
  const { rows } = await pool().query<{ pid: number }>(
    `SELECT "pid" FROM pg_stat_activity WHERE datname = current_database()
       AND application_name = 'diptych-export' AND wait_event_type = 'Lock' ORDER BY 1`,
  )
  return rows.map(({ pid }) => pid)
}

async function readOn(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader()
  const end = (async () => {
    while (!(await reader.read()).done);
  })()
  await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0)
  return { reader, end }
}

test("files are made again only while somebody waits for them", async () => {
  const { access } = await judged(2)
  const { id } = await createExport(access, { format: "preference", settings: {} })
  await rm(storedFolder(id), { recursive: true })
  const release = await holdPrompts()
  const { reader } = await readOn((await openExportZip(access, id)).body)
  const leave = new AbortController()
  const file = (await openExportFile(access, id, "preference/train-00000-of-00001.jsonl", leave.signal)).read(
    null,
  )
  const setTimer = globalThis.setTimeout
  const soon = vi.spyOn(globalThis, "setTimeout")
  soon.mockImplementation((work: () => void, ms?: number) => setTimer(work, ms === UNWANTED_MS ? 0 : ms))
  onTestFinished(() => soon.mockRestore())
  await reader.cancel()
  leave.abort()
  await expect(file).rejects.toBe(leave.signal.reason)
  // The prompts are still held: it did not end by itself.
  await expect.poll(waiting).toEqual([])
  await release()
  // What was given up is no obstacle to who wants it later.
  await download(access, id)
})

test("who comes back after a broken line finds the files further, not at their beginning", async () => {
  const { access } = await judged(2)
  const { id } = await createExport(access, { format: "preference", settings: {} })
  const { zip } = await download(access, id)
  await rm(storedFolder(id), { recursive: true })
  const release = await holdPrompts()
  const { reader } = await readOn((await openExportZip(access, id)).body)
  const before = await waiting()
  const timers = vi.spyOn(globalThis, "setTimeout")
  onTestFinished(() => timers.mockRestore())
  await reader.cancel()
  await expect.poll(() => timers.mock.calls.some(([, ms]) => ms === UNWANTED_MS)).toBe(true)
  const again = buffer(
    Readable.fromWeb((await openExportZip(access, id)).body as Parameters<typeof Readable.fromWeb>[0]),
  )
  expect(await waiting()).toEqual(before)
  await release()
  expect((await again).equals(zip)).toBe(true)
})

test("a preview that nobody waits for ends in the database, too", async () => {
  const { access } = await judged(2)
  await holdPrompts()
  const leave = new AbortController()
  const preview = previewExport(access, { format: "preference", settings: {} }, leave.signal)
  preview.catch(() => {})
  await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0)
  leave.abort()
  await expect(preview).rejects.toBe(leave.signal.reason)
  await expect.poll(waiting).toEqual([])
})

test("made again by another version, an export keeps the words of the one that made it", async () => {
  const { access } = await judged(3)
  const { id, plan } = await createExport(access, { format: "preference", settings: {} })
  expect(plan.manifest).toMatchObject({ manifest_version: "1.1.0", diptych_version: version })
  const { sha256: _sha256, diptych_version: _now, ...body } = plan.manifest
  const run = await getExportRun(access, id)
  for (const maker of [
    { manifest_version: "1.1.0", diptych_version: "0.0.9-beta.2" },
    { manifest_version: "1.0.0" },
  ] as const) {
    const older = { ...body, ...maker }
    const manifest = { ...older, sha256: hashManifest(older, sha256Hex) }
    const directory = join(folder, manifest.sha256)
    await exportAgainToFolder(
      access,
      await createExportRun(access, { ...run, id: randomUUID(), manifest }),
      directory,
    )
    expect(await readFile(join(directory, "manifest.json"), "utf8")).toBe(manifestText(manifest))
    expect(await verifyFolder(directory)).toMatchObject({ ok: true, sha256: manifest.sha256 })
  }
})

test("should the data have changed under a snapshot, the download breaks off instead of lying", async () => {
  const { project, access } = await judged(6)
  const { id } = await createExport(access, { format: "preference", settings: {} })
  // What only erasure may do: a text of the snapshot is gone.
  await pool().query(
    `UPDATE "Prompt" SET "messages" = '[{"role":"user","content":"gone"}]' WHERE "projectId" = $1`,
    [project.id],
  )
  // The files that were made before are a cache; without them (another machine) they are made again.
  await rm(storedFolder(id), { recursive: true })
  await expect(download(access, id)).rejects.toThrow("did not come out as it was")
  await expect(exportAgainToFolder(access, id, join(folder, "again"))).rejects.toThrow(
    "did not come out as it was",
  )
  expect(await readdir(folder)).toEqual([])
})

test("the counts before the download are those of the download; a preview leaves nothing behind", async () => {
  const { access } = await judged(9)
  const wish = { format: "preference", settings: { testShare: 10 } }
  const preview = await previewExport(access, wish)
  expect(preview.firstRows).toHaveLength(3)
  const { plan } = await createExport(access, wish)
  expect(plan.manifest.counts).toEqual(preview.counts)
  await expect(previewExport(access, { format: "preference", settings: { testShare: 200 } })).rejects.toThrow(
    "Test share",
  )
  await expect(previewExport(access, { format: "nothing", settings: {} })).rejects.toThrow(
    "helpsteer3, raw_annotations",
  )
  const { rows } = await pool().query(`SELECT 1 FROM "ExportRun" WHERE "projectId" = $1`, [access.projectId])
  expect(rows).toHaveLength(1)
})
