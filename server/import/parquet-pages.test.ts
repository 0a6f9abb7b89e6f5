import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Field, List, Struct, Table as ArrowTable, tableToIPC, Utf8, vectorFromArray } from "apache-arrow"
import fc from "fast-check"
import { parquetWriteBuffer } from "hyparquet-writer"
import { Compression, Table, WriterPropertiesBuilder, WriterVersion, writeParquet } from "parquet-wasm"
import { afterAll, expect, test } from "vitest"
import { expandSources } from "@/server/import/expand-sources"
import { defaultLimits, type ImportLimits } from "@/server/import/limits"
import { openRows } from "@/server/import/open-rows"
import { firstParquet } from "@/tests/support/first-parquet"

const folder = mkdtempSync(join(tmpdir(), "diptych-pages-"))
afterAll(() => rmSync(folder, { recursive: true }))

type Row = {
  readonly prompt: string
  readonly note: string | null
  readonly model: string
  readonly chosen: readonly { readonly role: string; readonly content: string }[]
}

/** The rows as they come, batch by batch. */
async function read(bytes: Uint8Array, limits: Partial<ImportLimits>) {
  const path = join(folder, "rows.parquet")
  writeFileSync(path, bytes)
  const all = { ...defaultLimits, ...limits }
  const { files } = await expandSources([{ name: "rows.parquet", path }], all)
  const batches: { readonly lines: number[]; readonly rows: unknown[] }[] = []
  for (const file of files) {
    const opened = await openRows(file, all, { bytes: 0, sha256: "" })
    for await (const batch of opened.batches) {
      batches.push({ lines: batch.map(({ line }) => line), rows: batch.map(({ row }) => row?.value) })
    }
  }
  return batches
}

/** Pages of another writer: of the first version, in which a list may go on in the next page, or the second. */
function otherWriter(rows: readonly Row[], pageBytes: number, version: WriterVersion): Uint8Array {
  const turn = new Struct([new Field("role", new Utf8(), true), new Field("content", new Utf8(), true)])
  const table = new ArrowTable({
    prompt: vectorFromArray(
      rows.map(({ prompt }) => prompt),
      new Utf8(),
    ),
    note: vectorFromArray(
      rows.map(({ note }) => note),
      new Utf8(),
    ),
    model: vectorFromArray(
      rows.map(({ model }) => model),
      new Utf8(),
    ),
    chosen: vectorFromArray(
      rows.map(({ chosen }) => chosen),
      new List(new Field("item", turn, true)),
    ),
  })
  const properties = new WriterPropertiesBuilder()
    .setWriterVersion(version)
    .setCompression(Compression.SNAPPY)
    .setDataPageSizeLimit(pageBytes)
    .setWriteBatchSize(3)
    .setColumnDictionaryEnabled("prompt", false)
    .build()
  return writeParquet(Table.fromIPCStream(tableToIPC(table, "stream")), properties)
}

function ownWriter(rows: readonly Row[], pageSize: number): Uint8Array {
  const columnData = (["prompt", "note", "model", "chosen"] as const).map((name) => ({
    name,
    data: rows.map((row) => row[name]),
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData, pageSize }))
}

const text = fc.string({ unit: "grapheme", maxLength: 60 })
const aRow: fc.Arbitrary<Row> = fc.record({
  prompt: text,
  note: fc.option(text),
  model: fc.constantFrom("a", "b"),
  chosen: fc.array(fc.record({ role: fc.constantFrom("user", "assistant"), content: text }), {
    minLength: 1,
    maxLength: 9,
  }),
})

test("a row group read in slices gives the rows that it gives as a whole, wherever its pages end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aRow, { minLength: 20, maxLength: 80, size: "max" }),
      fc.integer({ min: 1, max: 600 }),
      fc.constantFrom("own" as const, WriterVersion.V1, WriterVersion.V2),
      fc.integer({ min: 1, max: 4000 }),
      async (rows, pageBytes, writer, sliceBytes) => {
        const bytes = writer === "own" ? ownWriter(rows, pageBytes) : otherWriter(rows, pageBytes, writer)
        const [whole] = await read(bytes, {})
        expect(whole?.rows).toEqual(rows)
        const batches = await read(bytes, { sliceBytes })
        expect(batches.flatMap((batch) => batch.rows)).toEqual(rows)
        expect(batches.flatMap(({ lines }) => lines)).toEqual(rows.map((_, at) => at + 1))
      },
    ),
    { numRuns: 40 },
  )
})

test("a list that goes on in the next page stays in its row", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ prompt: text, tags: fc.array(text, { maxLength: 12 }) }), {
        minLength: 1,
        maxLength: 60,
        size: "max",
      }),
      fc.integer({ min: 1, max: 40 }),
      async (rows, pageValues) => {
        const bytes = firstParquet(rows, pageValues)
        expect((await read(bytes, {})).flatMap((batch) => batch.rows)).toEqual(rows)
        expect((await read(bytes, { sliceBytes: 1 })).flatMap((batch) => batch.rows)).toEqual(rows)
      },
    ),
    { numRuns: 40 },
  )
})

test("a slice holds about as much as it should, and no more rows than a page has", async () => {
  const rows = Array.from({ length: 2000 }, (_, at): Row => {
    const prompt = `Question ${at} `.repeat(40)
    return { prompt, note: null, model: "m", chosen: [{ role: "user", content: "Why?" }] }
  })
  const bytes = otherWriter(rows, 8_000, WriterVersion.V1)
  const batches = await read(bytes, { sliceBytes: 100_000 })
  const sizes = batches.map((batch) => JSON.stringify(batch.rows).length)
  expect(sizes.length).toBeGreaterThan(8)
  expect(Math.max(...sizes)).toBeLessThan(400_000)
})

test("pages that are too large together are refused, with the way on", async () => {
  const rows = Array.from({ length: 50 }, (_, at): Row => {
    return { prompt: `${at} `.repeat(500), note: null, model: "m", chosen: [{ role: "user", content: "?" }] }
  })
  await expect(read(ownWriter(rows, 1e9), { maxPageBytes: 20_000 })).rejects.toThrow(
    /row group \(number 1\) whose largest pages have [\d,]+ bytes together.*row_group_size=10000/,
  )
  expect(await read(ownWriter(rows, 5000), { maxPageBytes: 20_000 })).toHaveLength(1)
})
