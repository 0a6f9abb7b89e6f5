import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { promptDuplicatesCommand } from "@/cli/commands/prompt-duplicates"
import { promptHoldCommand } from "@/cli/commands/prompt-hold"
import { duplicateQuerySchema } from "@/core/lists/duplicate-query"
import { requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import {
  advanceDuplicateJob,
  cancelDuplicateJob,
  claimDuplicateJob,
  endDuplicateJob,
  getDuplicateJob,
} from "@/server/data/duplicates/duplicate-jobs"
import { getDuplicateReport, listDuplicateGroups } from "@/server/data/duplicates/get-report"
import { holdDuplicates, releaseDuplicates } from "@/server/data/duplicates/hold-duplicates"
import { findDuplicates } from "@/server/duplicates/find-duplicates"
import { startDuplicateSearch } from "@/server/duplicates/start-search"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"

const settings = { threshold: 0.8, prefix: 60 }
const recipe = "Give me a simple recipe for a vegetable soup that takes less than thirty minutes to cook"
const template = "You will get a review of a film. Say in one word whether its author liked the film: "
const system = {
  role: "system",
  content: "You are a careful assistant who always answers in whole sentences.",
}
const prompts: readonly { text: string; split?: string }[] = [
  { text: recipe, split: "train" },
  { text: "Which river is the longest?" },
  { text: `${recipe}.`, split: "test" },
  { text: `${template}a bore` },
  { text: `${template}splendid, and its music too` },
  { text: `${recipe.toUpperCase()}!` },
  { text: "What is the capital of Peru?" },
]

async function project() {
  const slug = await newProject({ preset: "pairwise", pairing: "all" })
  const rows = prompts.map(({ text, split }) => ({
    prompt: [system, { role: "user", content: text }],
    completions: ["alpha", "beta"].map((model) => ({ model, completion: `${model}: ${text.length}` })),
    ...(split && { split }),
  }))
  await importInto(slug, [writeSource("rows.jsonl", jsonl(...rows))])
  return { slug, access: await requireProjectAccess({ kind: "cli" }, slug, "prompts:read", "prompts:update") }
}
const all = duplicateQuerySchema.parse({})
const open = async (projectId: string) => db().task.count({ where: { projectId, open: true } })

test("groups are found, said why, held back but for one, released, and told across splits", async () => {
  const { slug, access } = await project()
  expect(await getDuplicateReport(access)).toBeNull()
  const steps: number[] = []
  const found = await findDuplicates(access, settings, async (share) => void steps.push(share))
  expect(found).toEqual({ prompts: 7, groups: 2, duplicates: 3 })
  expect(steps.at(-1)).toBe(1)
  const report = await getDuplicateReport(access)
  expect(report).toMatchObject({
    settings,
    prompts: 7,
    groups: 2,
    duplicates: 3,
    served: 3,
    stale: false,
  })
  // The soups lie in train and test by what was imported.
  expect(report?.contaminated).toBeGreaterThanOrEqual(1)
  const { groups } = await listDuplicateGroups(access, all)
  expect(groups.map(({ size, rows }) => [size, rows.map((row) => row.text)])).toEqual([
    [3, [recipe, `${recipe}.`, `${recipe.toUpperCase()}!`]],
    [2, [`${template}a bore`, `${template}splendid, and its music too`]],
  ])
  const [soups, films] = groups
  expect(soups?.rows[1]).toMatchObject({ likePlace: 0, prefix: recipe.length, split: "test" })
  expect(soups?.rows[1]?.jaccard).toBeGreaterThan(0.95)
  expect(films?.rows[1]).toMatchObject({ likePlace: 0, prefix: template.length })
  expect(films?.rows[1]?.jaccard).toBeLessThan(0.8)
  expect((await listDuplicateGroups(access, { ...all, after: 1 })).groups).toHaveLength(1)

  const keep = soups?.rows[1]?.promptId ?? ""
  expect(await holdDuplicates(access, { group: 1, keep })).toEqual({ changed: 2, tasks: 2 })
  expect(await open(access.projectId)).toBe(5)
  expect(
    (await listDuplicateGroups(access, { ...all, show: "open" })).groups.map((one) => one.group),
  ).toEqual([2])
  await expect(
    holdDuplicates(access, { group: 1, keep: films?.rows[0]?.promptId ?? "" }),
  ).rejects.toMatchObject({
    code: "CONFLICT",
  })
  expect(await releaseDuplicates(access, 1)).toMatchObject({ changed: 2 })
  expect(await open(access.projectId)).toBe(7)
  // What somebody released stays, whatever is held back at once.
  expect(await holdDuplicates(access, "all")).toMatchObject({ changed: 2 })
  expect(await getDuplicateReport(access)).toMatchObject({ served: 1 })
  const actions = await db().auditEvent.findMany({
    where: { projectId: access.projectId, action: { startsWith: "prompt:" } },
    orderBy: { xid: "asc" },
  })
  expect(actions.map((one) => one.action)).toEqual(["prompt:hold", "prompt:release", "prompt:hold"])

  const fresh = { prompt: "Something else altogether", completions: [{ model: "alpha", completion: "x" }] }
  await importInto(slug, [writeSource("more.jsonl", jsonl(fresh))])
  expect(await getDuplicateReport(access)).toMatchObject({ stale: true })
})

test("a search is kept by what it was computed from, one at a time, and cancelled", async () => {
  const { access } = await project()
  expect(await startDuplicateSearch(access, settings)).toBe("started")
  await expect.poll(async () => (await getDuplicateJob(access))?.status, { timeout: 20_000 }).toBe("DONE")
  expect(await startDuplicateSearch(access, settings)).toBe("kept")
  const other = { ...settings, threshold: 0.9 }
  const id = (await claimDuplicateJob(access, other)) ?? ""
  expect(id).not.toBe("")
  expect(await startDuplicateSearch(access, other)).toBe("running")
  expect(await advanceDuplicateJob(id, 0.25)).toBe(true)
  expect(await getDuplicateJob(access)).toEqual({ status: "RUNNING", done: 0.25, error: null })
  await cancelDuplicateJob(access)
  expect(await advanceDuplicateJob(id, 0.5)).toBe(false)
  await endDuplicateJob(id, null)
  expect(await getDuplicateJob(access)).toMatchObject({ status: "CANCELLED" })
  // The report of before stays.
  expect(await getDuplicateReport(access)).toMatchObject({ settings, groups: 2 })
})

test("the command line says the same, writes the table and holds back", async () => {
  const { slug, access } = await project()
  const folder = await mkdtemp(join(tmpdir(), "diptych-duplicates-"))
  const said: string[] = []
  const call = (values: Record<string, string | boolean>, command = promptDuplicatesCommand) =>
    command.run({
      positionals: [slug],
      values,
      say: (line) => said.push(line),
      signal: new AbortController().signal,
    })
  try {
    const csv = join(folder, "found.csv")
    const { json, text } = await call({ prefix: "60", csv })
    expect(json).toMatchObject({ prompts: 7, duplicates: 3, groups: [{ group: 1 }, { group: 2 }] })
    expect(text).toContain("2 groups of near duplicates among 7 prompts")
    expect((await readFile(csv, "utf8")).split("\r\n")).toHaveLength(1 + 5 + 1)
    const before = said.length
    expect((await call({ prefix: "60", hold: true })).json).toMatchObject({ held: 3, served: 0 })
    expect(said).toHaveLength(before)
    await expect(call({ threshold: "2" })).rejects.toThrow("0.5 to 0.99")
    await expect(call({}, promptHoldCommand)).rejects.toThrow("at least one filter")
    expect((await call({ words: "capital" }, promptHoldCommand)).json).toEqual({ changed: 1, tasks: 1 })
    await expect(call({ state: "asleep" }, promptHoldCommand)).rejects.toThrow('does not know "asleep"')
    expect(await open(access.projectId)).toBe(3)
  } finally {
    await rm(folder, { recursive: true })
  }
})
