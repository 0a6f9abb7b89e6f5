import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { importGold } from "@/server/import/import-gold"
import { makeWorld } from "@/tests/support/annotate-world"

const folder = await mkdtemp(join(tmpdir(), "diptych-gold-"))
afterAll(async () => rm(folder, { recursive: true }))

async function write(name: string, text: string) {
  const path = join(folder, name)
  await writeFile(path, text)
  return { name, path }
}

async function setUp() {
  const world = await makeWorld({ tasks: 3 })
  return { world, access: await requireProjectAccess({ kind: "cli" }, world.slug, "tasks:update") }
}

test("known answers come by text or by model, as JSONL or CSV, and take their tasks out of the queue", async () => {
  const { world, access } = await setUp()
  const lines = [
    {
      prompt: "Question number 0?",
      better: "Answer 1 to number 0.",
      worse: "Answer 0 to number 0.",
      reason: "It is right.",
    },
    {
      prompt: "Question number 1?",
      better: "secret-model-alpha",
      worse: "secret-model-beta",
      tie: true,
      reason: "Equal.",
      part: "ties",
    },
  ]
  const jsonl = await write("gold.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))
  expect(await importGold(access, jsonl)).toEqual({ gold: 2, tasksMade: 0, badRows: [] })
  const csv = await write(
    "gold.csv",
    `prompt,better,worse,both_bad,reason\nQuestion number 2?,secret-model-alpha,secret-model-beta,yes,"Bad, both"\n`,
  )
  expect(await importGold(access, csv)).toMatchObject({ gold: 1 })
  const gold = await db().gold.findMany({
    where: { task: { projectId: world.projectId } },
    include: {
      task: { include: { completions: { include: { completion: true }, orderBy: { position: "asc" } } } },
    },
    orderBy: { createdAt: "asc" },
  })
  expect(gold.map((one) => [one.preference, one.bothBad, one.part, one.task.status])).toEqual([
    [expect.stringMatching(/^[AB]$/), false, null, "GOLD"],
    ["TIE", false, "ties", "GOLD"],
    ["TIE", true, null, "GOLD"],
  ])
  const texts = gold[0]?.task.completions.map((entry) => JSON.stringify(entry.completion.messages)) ?? []
  expect(texts[gold[0]?.preference === "A" ? 0 : 1]).toContain("Answer 1 to number 0.")
})

test("a pair that no pairing had made becomes a task", async () => {
  const { world, access } = await setUp()
  await db().taskCompletion.deleteMany({ where: { taskId: world.taskIds[0] ?? "" } })
  await db().task.delete({ where: { id: world.taskIds[0] ?? "" } })
  const row = {
    prompt: "Question number 0?",
    better: "secret-model-beta",
    worse: "secret-model-alpha",
    reason: "Known.",
  }
  expect(await importGold(access, await write("new.jsonl", JSON.stringify(row)))).toMatchObject({
    gold: 1,
    tasksMade: 1,
  })
})

test("with one bad row nothing is stored, and every bad row is named by its line", async () => {
  const { world, access } = await setUp()
  const good = {
    prompt: "Question number 0?",
    better: "secret-model-alpha",
    worse: "secret-model-beta",
    reason: "Known.",
  }
  const rows = [
    good,
    { ...good, prompt: "No such question?" },
    { ...good, better: "nobody" },
    { ...good, worse: "secret-model-alpha" },
    { ...good, reason: "" },
  ]
  const result = await importGold(
    access,
    await write("bad.jsonl", rows.map((row) => JSON.stringify(row)).join("\n")),
  )
  expect(result).toMatchObject({ gold: 0 })
  expect(result.badRows.map((bad) => [bad.line, bad.field])).toEqual([
    [2, "prompt"],
    [3, "better"],
    [4, "worse"],
    [5, "reason"],
  ])
  expect(await db().gold.count({ where: { task: { projectId: world.projectId } } })).toBe(0)
})
