import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import type { Mapping } from "@/formats/import/mapping"
import { importInto, jsonl, newProject, storeCounts, writeSource } from "@/tests/support/import-fixture"

/**
 * Broken files and the answer each gets: the first bad row's line, field, what was found and what was
 * expected. Nothing is stored for any of them.
 */
type Broken = {
  readonly what: string
  readonly name?: string
  readonly content: string | Uint8Array
  readonly mapping?: Mapping
  readonly line: number
  readonly field: string
  readonly found: RegExp
  readonly expected: RegExp
}

const good = { prompt: "Name a fruit.", model: "m1", completion: "Apple." }
const goodLine = jsonl(good)
const long = (over: object) => goodLine + jsonl({ ...good, ...over })
const packed = gzipSync(goodLine.repeat(50))
const latin1 = Buffer.from(goodLine.replace("Apple", "P\u00eache"), "latin1")
const nested = `{"prompt":"p","completion":"c","more":${"[".repeat(100)}${"]".repeat(100)}}\n`
const splitRows = (...splits: string[]) =>
  jsonl(...splits.map((split, index) => ({ ...good, completion: `c${index}`, split })))

const broken: readonly Broken[] = [
  // The file as a whole
  { what: "empty file", content: "", line: 1, field: "file", found: /empty/, expected: /one row/ },
  {
    what: "blank lines only",
    content: "\n \n\n",
    line: 1,
    field: "file",
    found: /empty/,
    expected: /one row/,
  },
  {
    what: "CSV with a header only",
    name: "a.csv",
    content: "prompt,completion\n",
    line: 1,
    field: "file",
    found: /no row/,
    expected: /one row/,
  },
  {
    what: "empty JSON array",
    name: "a.json",
    content: "[]",
    line: 1,
    field: "file",
    found: /no row/,
    expected: /one row/,
  },
  {
    what: "gzip cut off",
    name: "a.jsonl.gz",
    content: packed.subarray(0, packed.length - 12),
    line: 1,
    field: "file",
    found: /cut off/,
    expected: /whole gzip/,
  },
  {
    what: "gzip with a flipped byte",
    name: "a.jsonl.gz",
    content: flip(packed, 30),
    line: 1,
    field: "file",
    found: /gzip/,
    expected: /whole gzip/,
  },
  {
    what: "gzip that is a bomb",
    name: "a.jsonl.gz",
    content: gzipSync(jsonl({ ...good, completion: "a".repeat(3_000_000) })),
    line: 1,
    field: "file",
    found: /unpacks to more than/,
    expected: /ordinary text/,
  },
  {
    what: "gzip in a gzip",
    name: "a.jsonl.gz",
    content: gzipSync(packed),
    line: 1,
    field: "file",
    found: /inside a gzip/,
    expected: /one gzip/,
  },
  {
    what: "UTF-16 with a mark",
    content: Buffer.from(`\ufeff${goodLine}`, "utf16le"),
    line: 1,
    field: "file",
    found: /UTF-16/,
    expected: /UTF-8/,
  },
  {
    what: "UTF-16 without a mark",
    content: Buffer.from(goodLine, "utf16le"),
    line: 1,
    field: "file",
    found: /UTF-16/,
    expected: /UTF-8/,
  },
  {
    what: "a ZIP",
    name: "a.zip",
    content: Buffer.from("PK\u0003\u0004rest of an archive"),
    line: 1,
    field: "file",
    found: /ZIP/,
    expected: /JSONL/,
  },
  {
    what: "Parquet",
    name: "a.parquet",
    content: Buffer.from("PAR1data"),
    line: 1,
    field: "file",
    found: /Parquet/,
    expected: /JSONL/,
  },
  {
    what: "Zstandard",
    name: "a.jsonl.zst",
    content: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2]),
    line: 1,
    field: "file",
    found: /Zstandard/,
    expected: /JSONL/,
  },
  // JSON
  {
    what: "a line cut off",
    content: `${goodLine}{"prompt":"p","comple`,
    line: 2,
    field: "row",
    found: /cut off/,
    expected: /JSON object/,
  },
  {
    what: "NaN",
    content: `${goodLine}{"prompt":"p","completion":"c","score":NaN}\n`,
    line: 2,
    field: "row",
    found: /NaN/,
    expected: /no NaN/,
  },
  {
    what: "single quotes",
    content: `${goodLine}{'prompt':'p'}\n`,
    line: 2,
    field: "row",
    found: /'prompt'/,
    expected: /JSON object/,
  },
  {
    what: "a key twice",
    content: `${goodLine}{"prompt":"p","completion":"c","completion":"d"}\n`,
    line: 2,
    field: "row",
    found: /"completion" twice/,
    expected: /once/,
  },
  {
    what: "a key twice, escaped",
    content: `${goodLine}{"prompt":"p","completion":"c","\\u0070rompt":"d"}\n`,
    line: 2,
    field: "row",
    found: /"prompt" twice/,
    expected: /once/,
  },
  {
    what: "deep nesting",
    content: goodLine + nested,
    line: 2,
    field: "row",
    found: /deeper than 64/,
    expected: /64 levels/,
  },
  {
    what: "a very long line",
    content: `${goodLine}{"prompt":"p","completion":"${"x".repeat(1_100_000)}"}\n${goodLine}`,
    line: 2,
    field: "row",
    found: /more than 1,000,000 bytes/,
    expected: /shorter/,
  },
  {
    what: "a list for a row",
    content: `${goodLine}[1,2]\n`,
    line: 2,
    field: "row",
    found: /a list/,
    expected: /object/,
  },
  {
    what: "a number for a row",
    content: `${goodLine}17\n`,
    line: 2,
    field: "row",
    found: /17/,
    expected: /object/,
  },
  {
    what: "wrong encoding",
    content: Buffer.concat([Buffer.from(goodLine), latin1]),
    line: 2,
    field: "row",
    found: /0xEA/,
    expected: /UTF-8/,
  },
  {
    what: "array that never ends",
    name: "a.json",
    content: `[${goodLine}`,
    line: 2,
    field: "file",
    found: /end of the file/,
    expected: /closing/,
  },
  {
    what: "array with two commas",
    name: "a.json",
    content: `[${goodLine},\n,${goodLine}]`,
    line: 3,
    field: "file",
    found: /comma/,
    expected: /one comma/,
  },
  {
    what: "array with a last comma",
    name: "a.json",
    content: `[${goodLine},\n]`,
    line: 3,
    field: "file",
    found: /comma/,
    expected: /one comma/,
  },
  {
    what: "text after the array",
    name: "a.json",
    content: `[${goodLine}]\nmore`,
    line: 3,
    field: "file",
    found: /after the end/,
    expected: /one JSON array/,
  },
  {
    what: "a broken element keeps its line",
    name: "a.json",
    content: `[\n${goodLine},\n\n{"prompt": nope},\n${goodLine}]`,
    line: 5,
    field: "row",
    found: /nope/,
    expected: /JSON object/,
  },
  // CSV
  {
    what: "a quote that never closes",
    name: "a.csv",
    content: 'prompt,completion\np,"c\nmore\n',
    line: 2,
    field: "file",
    found: /never ends/,
    expected: /closing/,
  },
  {
    what: "text after a closing quote",
    name: "a.csv",
    content: 'prompt,completion\np,"c" d\n',
    line: 2,
    field: "file",
    found: /after a closing quote/,
    expected: /delimiter/,
  },
  {
    what: "a quote inside a plain field",
    name: "a.csv",
    content: 'prompt,completion\np,5" nail\n',
    line: 2,
    field: "file",
    found: /quote/,
    expected: /in quotes/,
  },
  {
    what: "too few columns",
    name: "a.csv",
    content: 'prompt,completion\n"p\np",c\nonly\n',
    line: 4,
    field: "row",
    found: /1 columns/,
    expected: /2 columns/,
  },
  {
    what: "a column twice",
    name: "a.csv",
    content: "prompt,completion,prompt\np,c,d\n",
    line: 1,
    field: "file",
    found: /"prompt" twice/,
    expected: /once/,
  },
  {
    what: "wrong encoding in CSV",
    name: "a.csv",
    content: Buffer.from("prompt,completion\np,c\np,\u00e9t\u00e9\n", "latin1"),
    line: 3,
    field: "completion",
    found: /0xE9/,
    expected: /UTF-8/,
  },
  // Values
  {
    what: "NUL",
    content: long({ completion: "a\u0000b" }),
    line: 2,
    field: "completion",
    found: /NUL/,
    expected: /without NUL/,
  },
  {
    what: "half a surrogate pair",
    content: `${goodLine}{"prompt":"p","completion":"a\\ud83d"}\n`,
    line: 2,
    field: "completion",
    found: /surrogate/,
    expected: /whole/,
  },
  {
    what: "null completion",
    content: long({ completion: null }),
    line: 2,
    field: "completion",
    found: /null/,
    expected: /text/,
  },
  {
    what: "no completion",
    content: `${goodLine}{"prompt":"p"}\n`,
    line: 2,
    field: "completion",
    found: /nothing/,
    expected: /text/,
  },
  {
    what: "a number for a prompt",
    content: long({ prompt: 5 }),
    line: 2,
    field: "prompt",
    found: /5/,
    expected: /text/,
  },
  {
    what: "empty prompt",
    content: long({ prompt: " " }),
    line: 2,
    field: "prompt",
    found: /empty prompt/,
    expected: /text/,
  },
  {
    what: "unknown role",
    content: long({ prompt: [{ role: "wizard", content: "x" }] }),
    line: 2,
    field: "prompt[0].role",
    found: /wizard/,
    expected: /user/,
  },
  {
    what: "content null",
    content: long({ prompt: [{ role: "user", content: null }] }),
    line: 2,
    field: "prompt[0].content",
    found: /null/,
    expected: /text/,
  },
  {
    what: "an image in the prompt",
    content: long({ prompt: [{ role: "user", content: [{ type: "image_url", url: "x" }] }] }),
    line: 2,
    field: "prompt[0].content[0]",
    found: /image_url/,
    expected: /images/,
  },
  {
    what: "unknown split",
    content: long({ split: "holdout" }),
    line: 2,
    field: "split",
    found: /holdout/,
    expected: /train, validation or test/,
  },
  {
    what: "two splits for one prompt",
    content: splitRows("train", "train", "test"),
    line: 3,
    field: "split",
    found: /"test"/,
    expected: /"train"/,
  },
  {
    what: "chosen equals rejected",
    content: jsonl({ prompt: "p", chosen: "a ", rejected: "a" }),
    line: 1,
    field: "rejected",
    found: /same text/,
    expected: /different/,
  },
  {
    what: "transcripts with nothing in common",
    content: jsonl({ chosen: "\n\nHuman: a\n\nAssistant: b", rejected: "\n\nHuman: x\n\nAssistant: y" }),
    line: 1,
    field: "prompt",
    found: /no turn/,
    expected: /common beginning/,
  },
  {
    what: "no completion in a wide row",
    content: jsonl(
      { prompt: "p", completions: [{ model: "m", completion: "a" }] },
      { prompt: "q", completions: [] },
    ),
    line: 2,
    field: "completion",
    found: /no completion/,
    expected: /at least one/,
  },
  {
    what: "an element without text",
    content: jsonl({ prompt: "p", completions: [{ model: "m" }] }),
    line: 1,
    field: "completion[0]",
    found: /model/,
    expected: /completion, text/,
  },
]

const limits = { maxRecordBytes: 1_000_000, ratioFromBytes: 1_000_000, maxRatio: 200 }

test.each(broken)(
  "$what",
  async ({ name = "a.jsonl", content, mapping = {}, line, field, found, expected }) => {
    const slug = await newProject()
    const before = await storeCounts()
    // A bomb is under the limit for one record here, so that the ratio is what stops it.
    const bomb = name.endsWith(".gz") ? { maxRecordBytes: 10_000_000 } : {}
    const result = await importInto(slug, [writeSource(name, content)], {
      mapping,
      limits: { ...limits, ...bomb },
    })
    expect(result.badRows[0]).toMatchObject({ file: name, line, field })
    expect(result.badRows[0]?.found).toMatch(found)
    expect(result.badRows[0]?.expected).toMatch(expected)
    expect(result.refused).toBe(true)
    expect(await storeCounts()).toEqual(before)
  },
)

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
  const file = writeSource("a.jsonl.gz", packed.subarray(0, packed.length - 12))
  const result = await importInto(slug, [file], { skipBadRows: true })
  expect(result.refused).toBe(true)
  expect(await storeCounts()).toEqual(before)
})

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0xff
  return copy
}
