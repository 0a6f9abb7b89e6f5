import fc from "fast-check"
import { expect, test } from "vitest"
import { hashMessages, sameTextForm, sha256Hex } from "@/core/same-text"
import { toArrayText, toCopyText } from "@/server/data/import/copy-writer"
import { hashMessagesFast, hashTextFast } from "@/server/import/hash"
import type { RawRecord } from "@/server/import/raw-record"
import { readCsv } from "@/server/import/read-csv"
import { readJsonArray } from "@/server/import/read-json-array"
import { readJsonl } from "@/server/import/read-jsonl"
import { uuid7Source } from "@/server/import/uuid7"

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function collect(batches: AsyncIterable<RawRecord[]>): Promise<RawRecord[]> {
  const all: RawRecord[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}

const object = fc.dictionary(fc.constantFrom("a", "b", "ç"), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 })
const rows = fc.array(object, { minLength: 1, maxLength: 6 })
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test("JSONL: every row with its line, cut into pieces anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (values, size, last) => {
      const text = values.map((value) => JSON.stringify(value)).join("\n\r\n") + (last ? "\n" : "")
      const found = await collect(readJsonl(pieces(text, size), 10_000))
      expect(found.map((record) => plain(record.row?.value))).toEqual(plain(values))
      expect(found.map((record) => record.line)).toEqual(values.map((_, index) => 1 + 2 * index))
    }),
  )
})

test("JSON array: every element with its line, pretty or not, cut into pieces anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), fc.nat(2), async (values, size, indent) => {
      const text = JSON.stringify(values, null, indent)
      const found = await collect(readJsonArray(pieces(text, size), 10_000))
      expect(found.map((record) => plain(record.row?.value))).toEqual(plain(values))
      const lines = found.map((record) => record.line)
      for (const [index, line] of lines.entries()) {
        expect(text.split("\n")[line - 1]?.includes("{")).toBe(true)
        if (indent > 0 && index > 0) expect(line).toBeGreaterThan(lines[index - 1] ?? 0)
      }
    }),
  )
})

test.each([
  ["commas", '"a",b;c\n1,2\n', { a: "1", "b;c": "2" }],
  ["semicolons", '"a";"b"\r\n"1,5";"2;3"\r\n', { a: "1,5", b: "2;3" }],
  ["semicolons, and commas in quotes alone", '\n"a,b";c\n1;2\n', { "a,b": "1", c: "2" }],
  ["tabs", "a\tb;\tc\n1;\t2,\t3\n", { a: "1;", "b;": "2,", c: "3" }],
  ["one column, a semicolon in its quoted name", '"a;b"\n1;2\n', { "a;b": "1;2" }],
  ["one column", 'a\n"1,2"\n', { a: "1,2" }],
  ["a doubled quote in the header", '"a "";"" b";c\n1;2', { 'a ";" b': "1", c: "2" }],
])("CSV divided as its header says: %s", async (_, text, expected) => {
  for (let size = 1; size <= text.length; size++) {
    const found = await collect(readCsv(pieces(text, size), undefined, 100))
    expect(found.map((record) => plain(record.row?.value))).toEqual([expected])
  }
})

test("a header that never ends is still one record that is too long", async () => {
  const rows = collect(readCsv(pieces(`"${"x".repeat(100_000)}`, 999), undefined, 1000))
  await expect(rows).rejects.toThrow("more than 1000 bytes")
})

test("a line over the limit is one bad row, and the next is read", async () => {
  const found = await collect(readJsonl(pieces(`{"a":"${"x".repeat(500)}"}\n{"a":1}`, 7), 100))
  expect(found[0]?.bad?.found).toContain("more than 100 bytes")
  expect(found[1]?.row?.value).toEqual({ a: 1 })
})

test("the fast hashes are those of core", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const messages = [{ role: "user" as const, content: text }]
      expect(hashMessagesFast(messages)).toBe(hashMessages(messages))
      expect(hashTextFast(text)).toBe(sha256Hex(sameTextForm(text)))
    }),
  )
})

test("keys rise, also within one millisecond and when the clock goes back", () => {
  let now = 1_800_000_000_000
  const next = uuid7Source(() => now--)
  const keys = Array.from({ length: 10_000 }, next)
  expect(keys).toEqual(keys.toSorted())
  expect(new Set(keys).size).toBe(keys.length)
  for (const key of keys.slice(0, 100))
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test("COPY text", () => {
  expect(toCopyText(null)).toBe("\\N")
  expect(toCopyText("a\tb\\N\r\n")).toBe("a\\tb\\\\N\\r\\n")
  expect(toCopyText(true)).toBe("true")
  expect(toArrayText(['a"b', "c\\d", ""])).toBe('{"a\\"b","c\\\\d",""}')
})
