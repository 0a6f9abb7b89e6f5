import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { parquetFile } from "@/tests/support/broken-packings"
import { jsonl } from "@/tests/support/jsonl"
import { makeZip } from "@/tests/support/make-zip"
import { readWhole } from "@/tests/support/read-whole"
import { zstdFile } from "@/tests/support/zstd-file"

const folder = mkdtempSync(join(tmpdir(), "diptych-containers-"))
let written = 0
function write(name: string, content: string | Uint8Array) {
  const path = join(folder, `${written++}-${name}`)
  writeFileSync(path, content)
  return { name, path }
}
const rows = jsonl(
  { prompt: "Sky?", model: "m", completion: "Blue." },
  { prompt: "Sea?", model: "m", completion: "Wet." },
)
const texts = (read: Awaited<ReturnType<typeof readWhole>>) =>
  read.items.map(({ prompt, completions }) => [
    prompt.messages[0]?.content,
    completions[0]?.messages[0]?.content,
    prompt.split,
  ])
const both = [
  ["Sky?", "Blue.", null],
  ["Sea?", "Wet.", null],
]
const table = {
  prompt: ["Sky?", "Sea?"],
  completions: [[{ model: "a", text: "Blue.", score: 3n }], [{ model: "a", text: "Wet.", score: 4n }]],
}

test.each([
  ["plain", rows],
  ["gzip", gzipSync(rows)],
  ["Zstandard", zstdFile(rows)],
  [
    "two frames of Zstandard",
    Buffer.concat(
      rows
        .trimEnd()
        .split("\n")
        .map((line) => zstdFile(`${line}\n`)),
    ),
  ],
  ["a byte order mark", `\ufeff${rows}`],
  ["gzip with a byte order mark", gzipSync(`\ufeff${rows}`)],
])("JSONL, %s", async (_what, content) => {
  const read = await readWhole(write("rows.jsonl", content))
  expect(read.bad).toEqual([])
  expect(texts(read)).toEqual(both)
})

test("Parquet: lists, structs and whole numbers, plain, packed and in a ZIP", async () => {
  const bytes = parquetFile(table)
  const files = [
    write("a.parquet", bytes),
    write("a.parquet.gz", gzipSync(bytes)),
    write("a.zip", makeZip({ name: "a.parquet", content: bytes })),
    write("b.zip", makeZip({ name: "a.parquet", content: bytes, stored: true })),
  ]
  for (const file of files) {
    const read = await readWhole(file)
    expect(read).toMatchObject({ bad: [], containers: ["parquet"], shapes: ["wide"] })
    expect(texts(read)).toEqual(both)
  }
})

test("the answer of the Hub's rows address, and cells that it cut", async () => {
  const answer = (truncated_cells: string[]) =>
    JSON.stringify({
      features: [{ feature_idx: 0, name: "prompt", type: {} }],
      rows: [{ row_idx: 0, row: { prompt: "Sky?", completion: "Blue." }, truncated_cells }],
      num_rows_total: 1,
    })
  expect(texts(await readWhole(write("rows.json", answer([]))))).toEqual([both[0]])
  const cut = await readWhole(write("rows.json", `${answer([])}\n${answer(["completion"])}`))
  expect(cut.bad).toMatchObject([
    { line: 2, field: "truncated_cells", found: "cells that were cut: completion" },
  ])
})

const card = (path: string) => `---
license: other
configs:
- config_name: other
  data_files: other/*.jsonl
- config_name: preference
  default: true
  data_files:
  - split: train
    path: ${path}
  - split: test
    path: ["preference/held-*.jsonl"]
dataset_info:
- config_name: preference
---
# Data
`

test("a ZIP of a Hub folder: the default configuration of its card, its splits, the rest left out", async () => {
  const [first = "", second = ""] = rows.trimEnd().split("\n")
  const read = await readWhole(
    write(
      "data.zip",
      makeZip(
        { name: "data/", content: "", stored: true },
        { name: "data/README.md", content: card("preference/train-*.jsonl") },
        { name: "data/manifest.json", content: "{}" },
        { name: "data/other/all.jsonl", content: first },
        { name: "data/preference/train-00000-of-00001.jsonl", content: first },
        { name: "data/preference/held-00000-of-00001.jsonl", content: second },
        { name: "__MACOSX/data/._x.jsonl", content: "x" },
      ),
    ),
  )
  expect(read.bad).toEqual([])
  expect(texts(read).toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
    ["Sea?", "Wet.", "test"],
    ["Sky?", "Blue.", "train"],
  ])
  expect(read.leftOut).toContain("data.zip/data/manifest.json")
})

test("a folder without a card: splits by name, papers and hidden files left out", async () => {
  const path = join(folder, "set")
  mkdirSync(join(path, "data"), { recursive: true })
  mkdirSync(join(path, ".git"))
  writeFileSync(join(path, ".git/x.jsonl"), "x")
  writeFileSync(join(path, "dataset_info.json"), "{}")
  writeFileSync(join(path, "LICENSE"), "x")
  writeFileSync(join(path, "data/train-00000-of-00001.parquet"), parquetFile(table))
  writeFileSync(join(path, "data/validation.jsonl"), jsonl({ prompt: "Sun?", completions: ["Hot."] }))
  const read = await readWhole({ name: "set", path })
  expect(read.bad).toEqual([])
  expect(texts(read)).toEqual([
    ["Sky?", "Blue.", "train"],
    ["Sea?", "Wet.", "train"],
    ["Sun?", "Hot.", "validation"],
  ])
  expect(read.leftOut).toEqual(["set/LICENSE", "set/dataset_info.json"])
})

test("rows of one tree may lie in two pieces of the file", async () => {
  const message = (at: number) => ({
    message_id: String(at),
    parent_id: at === 0 ? null : "0",
    message_tree_id: "t",
    role: at === 0 ? "prompter" : "assistant",
    text: `${at} ${"x".repeat(3000)}`,
  })
  const read = await readWhole(
    write("tree.jsonl", jsonl(...Array.from({ length: 300 }, (_, at) => message(at)))),
  )
  expect(read.items).toHaveLength(1)
  expect(read.items[0]?.completions).toHaveLength(299)
})
