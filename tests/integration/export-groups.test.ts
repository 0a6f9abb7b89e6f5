import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { requireProjectAccess } from "@/server/access"
import { exportToFolder } from "@/server/export/export-to-folder"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"

// Prompts are read some hundreds at a time, and wait as bytes until it is their turn. Nothing may hang on where
// a group ends: here there are several, and most of their prompts are passed over.

const prompts = 1000
let folder: string
let slug: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "diptych-groups-"))
  slug = await newProject()
  const rows = Array.from({ length: prompts }, (_, index) => ({
    prompt: `Question ${index}, ${"é".repeat(index)}`,
    chosen: `Good answer ${index}`,
    rejected: `Bad answer ${index}`,
  }))
  await importInto(slug, [writeSource("rows.jsonl", jsonl(...rows))])
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Lines by the split in the name of their file. */
async function linesOf(settings: Record<string, unknown>): Promise<Map<string, string[]>> {
  const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
  const directory = await mkdtemp(join(folder, "export-"))
  await exportToFolder(access, { format: "preference", settings }, directory)
  const found = new Map<string, string[]>()
  for (const name of (await readdir(join(directory, "preference"))).toSorted()) {
    const text = await readFile(join(directory, "preference", name), "utf8")
    found.set(name.replace(/\W.*/, ""), text.trimEnd().split("\n"))
  }
  return found
}

type Line = { prompt_hash: string; chosen: { content: string }[]; rejected: { content: string }[] }

test.each(["prompt", "conversation"])(
  "by %s, an export of one split holds what that split is in the export of all",
  async (splitBy) => {
    const settings = { imported: true, splitBy, testShare: 5, validationShare: 30 }
    const all = await linesOf(settings)
    expect([...all.keys()]).toEqual(["test", "train", "validation"])
    const lines = [...all.values()].flat().map((line) => JSON.parse(line) as Line)
    expect(new Set(lines.map((line) => line.prompt_hash)).size).toBe(prompts)
    for (const { chosen, rejected } of lines) {
      const [asked, good] = chosen.map(({ content }) => content)
      const number = /\d+/.exec(asked ?? "")?.[0] ?? ""
      expect(asked).toBe(`Question ${number}, ${"é".repeat(Number(number))}`)
      expect(good).toBe(`Good answer ${number}`)
      expect(rejected.at(-1)?.content).toBe(`Bad answer ${number}`)
    }
    for (const [split, own] of all) {
      expect(own.length).toBeGreaterThan(10)
      expect(await linesOf({ ...settings, split })).toEqual(new Map([[split, own]]))
    }
  },
)
