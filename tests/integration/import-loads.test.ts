import { EventEmitter, once } from "node:events"
import { expect, test } from "vitest"
import { pool } from "@/server/data/db"
import { lockProjectImports } from "@/server/data/import/store-staged"
import { transaction } from "@/server/data/transaction"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"
import { storedState } from "@/tests/support/stored-state"

// Rows are stored behind the reading, about 2 MB at a time. Nothing may hang on where a load ends: here
// every prompt has rows in the first, the middle and the last of several loads.

const prompts = 30
const models = ["atlas", "brook", "cedar", "delta", "ember", "fjord", "grove", "heath"]
const filler = "so that two megabytes are full soon. ".repeat(600)
const rows = models.flatMap((model, index) =>
  Array.from({ length: prompts }, (_, prompt) => ({
    prompt: `Question ${prompt}`,
    model,
    completion: `Answer ${index} to ${prompt}, ${filler}`,
    split: prompt % 3 === 0 ? "test" : "train",
  })),
)
const [first] = rows
if (!first) throw new Error("a row")

const projectId = async (slug: string) =>
  (await pool().query<{ id: string }>(`SELECT "id" FROM "Project" WHERE "slug" = $1`, [slug])).rows[0]?.id ??
  ""
const taskSets = async (slug: string) =>
  (
    await pool().query<{ setHash: string }>(
      `SELECT "setHash" FROM "Task" WHERE "projectId" = $1 ORDER BY "setHash" COLLATE "C"`,
      [await projectId(slug)],
    )
  ).rows

test("the order of rows over many loads changes nothing, and the same again adds nothing", async () => {
  const [slug, turned] = [await newProject(), await newProject()]
  const added = { prompts: { added: prompts, existing: 0 }, completions: { added: rows.length, existing: 0 } }
  const file = writeSource("rows.jsonl", jsonl(...rows, first))
  expect(await importInto(slug, [file])).toMatchObject(added)
  expect(await importInto(turned, [writeSource("turned.jsonl", jsonl(...rows.toReversed()))])).toMatchObject(
    added,
  )
  const [one, other] = [await storedState(await projectId(slug)), await storedState(await projectId(turned))]
  expect(one).toEqual(other)
  const sets = await taskSets(slug)
  expect(sets.length).toBeGreaterThan(prompts)

  const half = rows.filter((_, index) => Math.floor(index / prompts) % 2 === 0)
  const known = { prompts: { added: 0, existing: prompts }, completions: { added: 0, existing: half.length } }
  expect(await importInto(slug, [writeSource("half.jsonl", jsonl(...half, ...half))])).toMatchObject(known)
  expect(await taskSets(slug)).toEqual(sets)
})

test("a split of the first load is known in the last", async () => {
  const slug = await newProject()
  const file = writeSource("rows.jsonl", jsonl(...rows, { ...first, completion: "Another.", split: "train" }))
  const conflict = { line: rows.length + 1, field: "split", found: `"train"` }
  const refused = await importInto(slug, [file])
  expect(refused).toMatchObject({ refused: true, badRowCount: 1, badRows: [conflict] })
  expect(await storedState(await projectId(slug))).toMatchObject({ completions: 0, others: 0 })
  const skipped = await importInto(slug, [file], { skipBadRows: true })
  expect(skipped).toMatchObject({ badRowCount: 1, completions: { added: rows.length } })
})

test("a bad row of the last load leaves nothing of the first", async () => {
  const slug = await newProject()
  const file = writeSource("rows.jsonl", `${jsonl(...rows)}{"prompt":"Sky?","model":"atlas"}\n`)
  expect(await importInto(slug, [file])).toMatchObject({ refused: true, badRowCount: 1 })
  expect(await storedState(await projectId(slug))).toMatchObject({ completions: 0, others: 0 })
})

test("a label is about texts of another load, and a model that comes last is found in a text that came first", async () => {
  const slug = await newProject()
  const pair = { prompt: "Which?", chosen: "I am Zephyr-9, glad to help.", rejected: "No." }
  const files = [
    writeSource("pair.jsonl", jsonl(pair)),
    writeSource("rows.jsonl", jsonl(...rows, { prompt: "Which?", model: "zephyr-9", completion: "Yes." })),
  ]
  const result = await importInto(slug, files)
  expect(result).toMatchObject({ refused: false, labels: { added: 1 }, leaks: 1 })
  const { rows: labels } = await pool().query<{ text: string }>(
    `SELECT CASE l."preference" WHEN 'A' THEN a."messages" ELSE b."messages" END->0->>'content' AS "text"
     FROM "ImportedLabel" l JOIN "Completion" a ON a."id" = l."completionAId" JOIN "Completion" b ON b."id" = l."completionBId"
     WHERE l."projectId" = $1`,
    [await projectId(slug)],
  )
  expect(labels).toEqual([{ text: pair.chosen }])
})

test("an import that waits for another says so until it goes on", async () => {
  const slug = await newProject()
  const id = await projectId(slug)
  const phases: string[] = []
  const told = new EventEmitter()
  const onProgress = ({ phase }: { phase: string }) => {
    if (phases.at(-1) !== phase) phases.push(phase)
    told.emit(phase)
  }
  const file = writeSource("rows.jsonl", jsonl(...rows))
  // Another transaction has the project until the import has said that it waits.
  const importing = await transaction(async (client) => {
    await lockProjectImports(client, id)
    const waits = once(told, "waiting")
    const started = importInto(slug, [file], { onProgress })
    await Promise.race([waits, started])
    return { started }
  })
  expect(await importing.started).toMatchObject({ refused: false })
  expect(phases.filter((phase) => phase === "waiting")).toHaveLength(1)
  expect(phases.slice(phases.indexOf("waiting") + 1)).toEqual(["reading", "storing", "tasks"])
})
