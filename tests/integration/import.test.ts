import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { pool } from "@/server/data/db"
import { importInto, jsonl, newProject, storeCounts, writeSource } from "@/tests/support/import-fixture"

const wideRow = (id: number, ...texts: string[]) => ({
  id: `p${id}`,
  prompt: [{ role: "user", content: `Question ${id}` }],
  tag: "chat",
  language: "en",
  completions: texts.map((completion, model) => ({ model: `m${model}`, completion })),
})
const wideFile = (count: number, models = 4) =>
  jsonl(
    ...Array.from({ length: count }, (_, id) =>
      wideRow(id, ...Array.from({ length: models }, (__, m) => `Answer ${m} to ${id}`)),
    ),
  )

async function rowsOf<T extends object>(text: string, slug: string): Promise<T[]> {
  return (await pool().query<T>(text, [slug])).rows
}
const taskSets = (slug: string) =>
  rowsOf<{ texts: string[]; setHash: string }>(
    `SELECT t."setHash", array_agg(c."messages"->0->>'content' ORDER BY e."position") AS texts
     FROM "Task" t JOIN "Project" j ON j."id" = t."projectId" JOIN "TaskCompletion" e ON e."taskId" = t."id"
     JOIN "Completion" c ON c."id" = e."completionId" WHERE j."slug" = $1 GROUP BY t."id" ORDER BY 1`,
    slug,
  )

test("a wide file: counts, tasks, and nothing new the second time", async () => {
  const slug = await newProject({ overlap: 2 })
  const file = writeSource("wide.jsonl", wideFile(20))
  const first = await importInto(slug, [file])
  expect(first).toMatchObject({
    prompts: { added: 20, existing: 0 },
    completions: { added: 80, existing: 0 },
    labels: { added: 0, existing: 0 },
    tasks: { added: 60, existing: 0 },
    judgments: 120,
    badRows: [],
    refused: false,
    files: [{ container: "jsonl", shape: "wide", rows: 20, unmappedColumns: [] }],
  })
  const before = await storeCounts()
  expect(await importInto(slug, [file])).toMatchObject({
    prompts: { added: 0, existing: 20 },
    completions: { added: 0, existing: 80 },
    tasks: { added: 0, existing: 60 },
  })
  const after = await storeCounts()
  expect({ ...after, ImportRun: 0, ImportFile: 0, AuditEvent: 0 }).toEqual({
    ...before,
    ImportRun: 0,
    ImportFile: 0,
    AuditEvent: 0,
  })
})

test("what is stored: prompt, hash order within a task, ring, run, file and audit row", async () => {
  const slug = await newProject({ overlap: 3, pairing: "all" })
  const result = await importInto(slug, [writeSource("one.jsonl", jsonl(wideRow(1, "One", "Two", "  ")))])
  const [prompt] = await rowsOf(
    `SELECT p."externalId", p."language", p."tags", p."messages", p."chars" FROM "Prompt" p
     JOIN "Project" j ON j."id" = p."projectId" WHERE j."slug" = $1`,
    slug,
  )
  expect(prompt).toEqual({
    externalId: "p1",
    language: "en",
    tags: ["chat"],
    messages: [{ role: "user", content: "Question 1" }],
    chars: 10,
  })
  const tasks = await rowsOf<{ ring: number; hashes: string[] }>(
    `SELECT t."kind", t."k", t."overlap", t."taken", t."remaining", t."open", t."ring",
       array_agg(c."hash" ORDER BY e."position") AS hashes
     FROM "Task" t JOIN "Project" j ON j."id" = t."projectId" JOIN "TaskCompletion" e ON e."taskId" = t."id"
     JOIN "Completion" c ON c."id" = e."completionId" WHERE j."slug" = $1 GROUP BY t."id"`,
    slug,
  )
  expect(tasks).toHaveLength(3)
  for (const task of tasks) {
    expect(task).toMatchObject({ kind: "PAIRWISE", k: 2, overlap: 3, taken: 0, remaining: 3, open: true })
    expect(task.ring).toBeGreaterThanOrEqual(0)
    expect(task.hashes).toEqual(task.hashes.toSorted())
  }
  const empty = await rowsOf<{ messages: unknown }>(
    `SELECT c."messages" FROM "Completion" c JOIN "Project" j ON j."id" = c."projectId" WHERE j."slug" = $1 AND c."isEmpty"`,
    slug,
  )
  expect(empty).toEqual([{ messages: [{ role: "assistant", content: "  " }] }])
  const { rows } = await pool().query(
    `SELECT r."status", f."name", f."bytes"::int, length(f."sha256") AS sha, a."action"
     FROM "ImportRun" r JOIN "ImportFile" f ON f."importId" = r."id" JOIN "AuditEvent" a ON a."subjectId" = r."id"::text
     WHERE r."id" = $1`,
    [result.importId],
  )
  expect(rows).toMatchObject([{ status: "DONE", name: "one.jsonl", sha: 64, action: "import:create" }])
})

test("two models with one text are one text: no task shows it against itself", async () => {
  const slug = await newProject({ pairing: "all" })
  const result = await importInto(slug, [
    writeSource("same.jsonl", jsonl(wideRow(1, "Same", "Same\r\n", "Other"), wideRow(2, "é", "e\u0301"))),
  ])
  expect(result.completions.added).toBe(5)
  expect((await taskSets(slug)).map((task) => task.texts.map((text) => text.trim()).toSorted())).toEqual([
    ["Other", "Same"],
  ])
})

test("the order of rows and files does not change the tasks", async () => {
  const lines = wideFile(30).trim().split("\n")
  const [forth, back] = [await newProject(), await newProject()]
  await pool().query(`UPDATE "Project" SET "seed" = 'same' WHERE "slug" = ANY($1)`, [[forth, back]])
  await importInto(forth, [writeSource("a.jsonl", `${lines.join("\n")}\n`)])
  const half = lines.toReversed()
  await importInto(back, [
    writeSource("b.jsonl", half.slice(0, 15).join("\n")),
    writeSource("c.jsonl", half.slice(15).join("\n")),
  ])
  expect(await taskSets(back)).toEqual(await taskSets(forth))
})

test("long rows of several files and containers meet in one prompt", async () => {
  const slug = await newProject({ pairing: "all" })
  const result = await importInto(slug, [
    writeSource("a.csv", '\ufeffmodel,prompt,completion,reference\nm1,"Two\nlines",One,Ref\n'),
    writeSource(
      "b.json.gz",
      gzipSync(JSON.stringify([{ model: "m2", prompt: "Two\nlines", completion: "Two" }], null, 2)),
    ),
    writeSource("c.tsv", 'generator\tinstruction\toutput\nm3\t"Two\nlines"\t"Th\tree"\n'),
  ])
  expect(result).toMatchObject({ prompts: { added: 1 }, completions: { added: 3 }, tasks: { added: 3 } })
  expect(result.files.map((file) => [file.container, file.shape])).toEqual([
    ["csv", "long"],
    ["json", "long"],
    ["tsv", "long"],
  ])
})

test("a model that comes later gets tasks, and those there stay", async () => {
  const slug = await newProject()
  await importInto(slug, [writeSource("a.jsonl", wideFile(10, 4))])
  const before = await taskSets(slug)
  const added = await importInto(slug, [
    writeSource(
      "b.jsonl",
      jsonl(
        ...Array.from({ length: 10 }, (_, id) => ({
          prompt: `Question ${id}`,
          model: "late",
          completion: `Late ${id}`,
        })),
      ),
    ),
  ])
  expect(added.tasks).toEqual({ added: 10, existing: 30 })
  const after = await taskSets(slug)
  expect(after).toEqual(expect.arrayContaining(before))
  expect(after.filter((task) => task.texts.some((text) => text.startsWith("Late")))).toHaveLength(10)
})

test("chosen and rejected: labels by hash order; honest duplicates kept; the same file adds none", async () => {
  const slug = await newProject({ pairing: "as-imported" })
  const row = { prompt: "p", chosen: "Good", rejected: "Bad" }
  const file = writeSource(
    "a.jsonl",
    jsonl(row, row, { ...row, chosen: "Bad", rejected: "Good" }, { ...row, chosen: "" }),
  )
  expect(await importInto(slug, [file])).toMatchObject({
    labels: { added: 4, existing: 0 },
    tasks: { added: 2 },
  })
  expect(await importInto(slug, [file, file])).toMatchObject({
    labels: { added: 0, existing: 4 },
    tasks: { added: 0 },
  })
  const labels = await rowsOf<{ winner: string; ordinal: number }>(
    `SELECT (CASE l."preference" WHEN 'A' THEN a."messages" ELSE b."messages" END)->0->>'content' AS winner, l."ordinal",
       a."hash" COLLATE "C" < b."hash" AS "ordered"
     FROM "ImportedLabel" l JOIN "Project" j ON j."id" = l."projectId" JOIN "Completion" a ON a."id" = l."completionAId"
     JOIN "Completion" b ON b."id" = l."completionBId" WHERE j."slug" = $1 ORDER BY 1, 2`,
    slug,
  )
  expect(labels).toEqual([
    { winner: "", ordinal: 0, ordered: true },
    { winner: "Bad", ordinal: 0, ordered: true },
    { winner: "Good", ordinal: 0, ordered: true },
    { winner: "Good", ordinal: 1, ordered: true },
  ])
})

test("bad rows: nothing is stored, or they are left out, counted and kept with the run", async () => {
  const slug = await newProject()
  const content = `${wideFile(3)}{"prompt":"x","completions":[null]}\n${jsonl({ ...wideRow(9, "a", "b"), split: "nowhere" })}`
  const before = await storeCounts()
  const refused = await importInto(slug, [writeSource("a.jsonl", content)])
  expect(refused).toMatchObject({ refused: true, badRowCount: 2, prompts: { added: 0, existing: 0 } })
  expect(refused.badRows.map((bad) => [bad.line, bad.field])).toEqual([
    [4, "completion[0]"],
    [5, "split"],
  ])
  expect(await storeCounts()).toEqual(before)
  const skipped = await importInto(slug, [writeSource("a.jsonl", content)], { skipBadRows: true })
  expect(skipped).toMatchObject({ refused: false, badRowCount: 2, prompts: { added: 3 } })
  const { rows } = await pool().query(
    `SELECT "line", "field" FROM "ImportBadRow" WHERE "importId" = $1 ORDER BY "line"`,
    [skipped.importId],
  )
  expect(rows).toEqual([
    { line: 4, field: "completion[0]" },
    { line: 5, field: "split" },
  ])
})

test("a split is set once: another one, now or later, is a bad row", async () => {
  const slug = await newProject()
  const row = (completion: string, split: string) => ({ prompt: "p", model: "m", completion, split })
  const first = await importInto(
    slug,
    [writeSource("a.jsonl", jsonl(row("a", "test"), row("b", "train"), row("c", "test")))],
    {
      skipBadRows: true,
    },
  )
  expect(first).toMatchObject({ badRowCount: 1, completions: { added: 2 } })
  const later = await importInto(slug, [writeSource("b.jsonl", jsonl(row("d", "validation")))])
  expect(later.badRows).toEqual([
    {
      file: "b.jsonl",
      line: 1,
      field: "split",
      found: '"validation"',
      expected: '"test", which this prompt has already',
    },
  ])
})

test("a dry run counts exactly and changes nothing", async () => {
  const slug = await newProject({ overlap: 2 })
  const file = writeSource("a.jsonl", wideFile(5))
  const before = await storeCounts()
  const dry = await importInto(slug, [file], { dryRun: true })
  expect(await storeCounts()).toEqual(before)
  const real = await importInto(slug, [file])
  expect({ ...dry, dryRun: false, importId: null }).toEqual({ ...real, importId: null })
  expect(dry.judgments).toBe(30)
})

test("several imports of one file at the same time store it once", async () => {
  const slug = await newProject()
  const file = writeSource("a.jsonl", wideFile(20))
  const results = await Promise.all([1, 2, 3].map(() => importInto(slug, [file])))
  const added = results.map((result) => [result.prompts.added, result.completions.added, result.tasks.added])
  expect(added.map(String).toSorted()).toEqual(["0,0,0", "0,0,0", "20,80,60"])
})

test("cancelled while reading: nothing is stored", async () => {
  const slug = await newProject()
  const before = await storeCounts()
  const stop = new AbortController()
  const file = writeSource("a.jsonl", wideFile(3000))
  const running = importInto(slug, [file], { signal: stop.signal, onProgress: () => stop.abort() })
  await expect(running).rejects.toThrow()
  expect(await storeCounts()).toEqual(before)
})

test("every row can be found again in its file, and other columns stay with it where that is wanted", async () => {
  const slug = await newProject()
  const rated = writeSource(
    "rated.jsonl",
    jsonl(
      {
        prompt: "One?",
        chosen: "Yes.",
        rejected: "No.",
        about: { name: "ä", scores: [1, 0.5] },
        empty: null,
      },
      { prompt: "Two?", chosen: "Maybe.", rejected: "Never.", about: "b" },
    ),
  )
  const table = writeSource("table.csv", 'prompt,response_a,response_b\n"A\nB?",1,2\nThree?,Left.,Right.\n')
  expect(await importInto(slug, [rated, table], { keepColumns: true })).toMatchObject({ badRows: [] })
  const places = `array_agg(f."name" || ':' || x."importLine" ORDER BY f."name", x."importLine") AS "places"`
  const found = await Promise.all(
    (["Prompt", "Completion", "ImportedLabel"] as const).map(async (table) => {
      const [row] = await rowsOf<{ places: string[] }>(
        `SELECT ${places} FROM "${table}" x JOIN "Project" j ON j."id" = x."projectId"
         JOIN LATERAL (SELECT "name" FROM "ImportFile" WHERE "importId" = x."importId" ORDER BY "id"
           OFFSET x."importFile" LIMIT 1) f ON true WHERE j."slug" = $1`,
        slug,
      )
      return row?.places
    }),
  )
  const lines = ["rated.jsonl:1", "rated.jsonl:2", "table.csv:2", "table.csv:4"]
  expect(found).toEqual([lines, lines.flatMap((line) => [line, line]), lines.slice(0, 2)])
  const kept = await rowsOf<{ params: unknown }>(
    `SELECT DISTINCT c."params" FROM "Completion" c JOIN "Project" j ON j."id" = c."projectId"
     WHERE j."slug" = $1 AND c."importFile" = 0`,
    slug,
  )
  expect(kept.map(({ params }) => params)).toEqual(
    expect.arrayContaining([
      { columns: { about: { name: "ä", scores: [1, 0.5] } } },
      { columns: { about: "b" } },
    ]),
  )
  const [bad] = (
    await importInto(
      slug,
      [writeSource("bad.jsonl", '{"prompt":"p","chosen":"c","rejected":"r","note":["a\\u0000"]}\n')],
      { keepColumns: true },
    )
  ).badRows
  expect(bad).toMatchObject({ line: 1, field: "note" })
})
