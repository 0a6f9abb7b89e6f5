import { expect, test } from "vitest"
import { brokenFiles } from "@/tests/support/broken-files"
import { importInto, jsonl, newProject, storeCounts, writeSource } from "@/tests/support/import-fixture"

// What each broken file is answered is held at the reader (server/import/broken-files.test.ts). Here a
// few of every kind go through the whole import: the same answer, and the store as it was.

const handful = [
  "empty file",
  "gzip cut off",
  "gzip that is a bomb",
  "ZIP: a name that leads out of it",
  "ZIP: a row of one of its files",
  "Parquet: cut off",
  "NaN",
  "a key twice",
  "wrong encoding in CSV",
  "NUL",
  "half a surrogate pair",
]

test("broken files leave the store as it was", async () => {
  const slug = await newProject()
  const before = await storeCounts()
  const found = brokenFiles.filter(({ what }) => handful.includes(what))
  expect(found.map(({ what }) => what).toSorted()).toEqual(handful.toSorted())
  for (const { name = "a.jsonl", where = name, content, mapping = {}, limits = {}, ...bad } of found) {
    const result = await importInto(slug, [writeSource(name, content)], { mapping, limits })
    expect(result.refused, bad.what).toBe(true)
    expect(result.badRows[0], bad.what).toMatchObject({ file: where, line: bad.line, field: bad.field })
    expect(result.badRows[0]?.found).toMatch(bad.found)
    expect(result.badRows[0]?.expected).toMatch(bad.expected)
  }
  expect(await storeCounts()).toEqual(before)
})

test("two splits for one prompt", async () => {
  const slug = await newProject()
  const before = await storeCounts()
  const rows = ["train", "train", "test"].map((split, at) => ({ prompt: "p", completion: `c${at}`, split }))
  const result = await importInto(slug, [writeSource("a.jsonl", jsonl(...rows))])
  expect(result.badRows).toEqual([
    {
      file: "a.jsonl",
      line: 3,
      field: "split",
      found: '"test"',
      expected: '"train", which this prompt has already',
    },
  ])
  expect(await storeCounts()).toEqual(before)
})

test("columns that nobody understands, and a mapping to a column that is not there", async () => {
  const slug = await newProject()
  const file = writeSource("odd.jsonl", jsonl({ x: 1, y: 2 }))
  await expect(importInto(slug, [file])).rejects.toThrow(
    /odd.jsonl: Cannot tell what the columns mean: "x", "y"/,
  )
  await expect(importInto(slug, [file], { mapping: { prompt: ["z"] } })).rejects.toThrow(/no column "z"/)
  await expect(importInto(slug, [{ name: "gone", path: "/nowhere/gone" }])).rejects.toThrow(/no file gone/)
})

test("a broken file is refused even when bad rows are skipped", async () => {
  const slug = await newProject()
  const before = await storeCounts()
  const cut = brokenFiles.find(({ what }) => what === "gzip cut off")
  const file = writeSource("a.jsonl.gz", cut?.content ?? "")
  const result = await importInto(slug, [file], { skipBadRows: true })
  expect(result.refused).toBe(true)
  expect(await storeCounts()).toEqual(before)
})
