import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { tableFromIPC } from "apache-arrow"
import { parse } from "csv-parse/sync"
import { decompress } from "fzstd"
import { readParquet } from "parquet-wasm/node"
import { afterEach, beforeEach, expect, test } from "vitest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { exportAgainToFolder, exportToFolder } from "@/server/export/export-to-folder"
import { verifyFolder } from "@/server/export/verify-folder"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "diptych-containers-"))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function judged(pairs: number) {
  const project = await createProject()
  const person = await createUser()
  for (let i = 0; i < pairs; i++) {
    const { task } = await createPair(project, { prompt: `=cmd|' /C calc'!A${i} "quoted"\n😀 ü ${i}` })
    await createAnnotation(project, task, person, { preference: i % 2 === 0 ? "A" : "B" })
  }
  return requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
}

async function dataFile(directory: string, end: string): Promise<Buffer> {
  for (const path of (await readdir(directory, { recursive: true })).sort()) {
    if (path.includes("train-00000") && path.endsWith(end)) return readFile(join(directory, path))
  }
  throw new Error(`No ${end} in ${directory}.`)
}

const containers = ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"] as const

test("every container holds the same rows, is the same to the byte again, verifies, and is read by others", async () => {
  const access = await judged(14)
  const roots = new Set<string>()
  for (const container of containers) {
    const settings = { container, testShare: 0 }
    const { id, manifest } = await exportToFolder(
      access,
      { format: "preference", settings },
      join(folder, container),
    )
    const again = await exportAgainToFolder(access, id, join(folder, `${container}-again`))
    expect(again.manifest).toEqual(manifest)
    const [one, two] = [
      await dataFile(join(folder, container), container),
      await dataFile(join(folder, `${container}-again`), container),
    ]
    expect(two.equals(one)).toBe(true)
    expect(await verifyFolder(join(folder, container))).toMatchObject({ ok: true, rows: 14, problems: [] })
    for (const file of manifest.files) if (file.merkle_root) roots.add(file.merkle_root)
  }
  // The root is over the rows, so it does not hang on what they are wrapped in.
  expect(roots.size).toBe(1)

  const plain = await dataFile(join(folder, "jsonl"), "jsonl")
  expect(gunzipSync(await dataFile(join(folder, "jsonl.gz"), "jsonl.gz")).equals(plain)).toBe(true)
  expect(Buffer.from(decompress(await dataFile(join(folder, "jsonl.zst"), "jsonl.zst"))).equals(plain)).toBe(
    true,
  )
  const arrow = tableFromIPC(readParquet(await dataFile(join(folder, "parquet"), "parquet")).intoIPCStream())
  const rows: unknown[] = arrow.toArray().map((row: { toJSON: () => unknown }) => toPlain(row.toJSON()))
  const lines = plain
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line))
  expect(rows).toEqual(lines)
  const strength = arrow.schema.fields.find(({ name }) => name === "strength")
  expect(String(strength?.type)).toBe("Float64")
  expect(strength?.nullable).toBe(false)
})

test("shards are cut by bytes of rows, alike in every container", async () => {
  const access = await judged(14)
  const counts = []
  for (const container of containers) {
    const settings = { container, testShare: 0, shardBytes: 3000 }
    const { manifest } = await exportToFolder(
      access,
      { format: "preference", settings },
      join(folder, container),
    )
    counts.push(manifest.files.flatMap(({ rows }) => (rows === undefined ? [] : [rows])))
    expect(await verifyFolder(join(folder, container))).toMatchObject({ ok: true, rows: 14 })
  }
  expect(counts[0]?.length).toBeGreaterThan(2)
  for (const one of counts) expect(one).toEqual(counts[0])
})

test("a table holds every column, and no cell of text begins a formula", async () => {
  const access = await judged(5)
  const settings = { container: "csv", testShare: 0 }
  const directory = join(folder, "csv")
  await exportToFolder(access, { format: "raw_annotations", settings }, directory)
  const text = await dataFile(directory, "csv")
  const rows: Record<string, string>[] = parse(text, { columns: true })
  expect(rows).toHaveLength(5)
  for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^[=+@\t\r]/)
  expect(await verifyFolder(directory)).toMatchObject({ ok: true })
})

test("a changed byte in a packed file is found, and the row is named where the file still opens", async () => {
  const access = await judged(6)
  const settings = { container: "jsonl.gz", testShare: 0 }
  const directory = join(folder, "gz")
  await exportToFolder(access, { format: "preference", settings }, directory)
  const name = (await readdir(directory, { recursive: true })).find((path) => path.endsWith(".gz"))
  const path = join(directory, name ?? "")
  const whole = await readFile(path)
  await writeFile(path, whole.subarray(0, whole.length - 20))
  const verdict = await verifyFolder(directory)
  expect(verdict.ok).toBe(false)
  expect(verdict.problems.map(({ problem }) => problem).join()).toContain("cannot be read to its end")
})

/** Arrow's vectors and bigints as plain values. */
function toPlain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value)
  if (typeof value !== "object" || value === null) return value
  if (Symbol.iterator in value && !(value instanceof Map)) {
    const list = [...(value as Iterable<unknown>)]
    return "toJSON" in value && !("length" in value)
      ? Object.fromEntries((list as [string, unknown][]).map(([key, entry]) => [key, toPlain(entry)]))
      : list.map(toPlain)
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toPlain(entry)]))
}
