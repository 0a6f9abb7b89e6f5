import { randomUUID } from "node:crypto"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { type PromptFilter, promptFilterSchema, promptQuerySchema, without } from "@/core/lists/prompt-query"
import type { Permission } from "@/core/permissions"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { getDataRules, saveDataRules } from "@/server/data/prompts/data-rules"
import { editPrompts } from "@/server/data/prompts/edit-prompts"
import { holdPrompts } from "@/server/data/prompts/hold-prompts"
import { countPrompts, listPromptChoices, listPromptPage } from "@/server/data/prompts/list-prompts"
import { streamPrompts } from "@/server/data/prompts/stream-prompts"
import { finishRollup } from "@/server/data/rollup/advance"
import { settleOverlap } from "@/server/data/settle-overlap"
import { onClient } from "@/server/data/run-sql"
import { exportAgainToFolder, exportToFolder } from "@/server/export/export-to-folder"
import { claim, sendOne, undo, verdict } from "@/tests/support/annotate-client"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"

const on = <P extends Permission>(slug: string, ...wanted: readonly [P, ...P[]]) =>
  requireProjectAccess({ kind: "cli" }, slug, ...wanted)
const all = (slug: string) => on(slug, "prompts:read", "prompts:update", "exports:create")
const filter = (given: Partial<PromptFilter> = {}) => promptFilterSchema.parse(given)
const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

type Source = {
  user?: string | null
  use_case?: string | null
  language?: string
  tags?: string[]
  split?: string
}
const source = (id: number, more: Source = {}) => ({
  prompt: `Question ${id}`,
  completions: ["alpha", "beta"].map((model) => ({ model, completion: `${model} says ${id}` })),
  ...(more.user && { user_id: more.user }),
  ...(more.use_case && { use_case: more.use_case }),
  ...(more.language && { language: more.language }),
  ...(more.tags && { tags: more.tags }),
  ...(more.split && { split: more.split }),
})
async function imported(rows: readonly object[], slug?: string) {
  const into = slug ?? (await newProject({ preset: "pairwise", pairing: "all" }))
  if (!slug)
    await db().project.update({
      where: { slug: into },
      data: { doubleShare: 0, goldRate: 0, leaseAhead: 200 },
    })
  return { slug: into, result: await importInto(into, [writeSource("rows.jsonl", jsonl(...rows))]) }
}
async function linesOf(lines: AsyncGenerator<string>): Promise<string[]> {
  const found: string[] = []
  for await (const line of lines) found.push(line)
  return found
}
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

async function annotator(slug: string) {
  const user = await createUser({ email: `${randomUUID()}@people.example` })
  const project = await db().project.findUniqueOrThrow({ where: { slug } })
  await db().membership.create({
    data: { projectId: project.id, userId: user.id, role: "ANNOTATOR", ringPoint: 0 },
  })
  const actor = { kind: "user", userId: user.id, sessionId: user.id, instanceRole: "MEMBER" } as const
  return {
    userId: user.id,
    email: user.email,
    access: await requireProjectAccess(actor, slug, "annotations:create"),
  }
}

test("the pool is filtered, counted and walked both ways, each prompt once", async () => {
  const rows = numbers(0, 120).map((id) =>
    source(id, {
      user: id % 4 === 0 ? null : `user-${id % 3}`,
      use_case: id % 2 === 0 ? "generation" : null,
      language: id % 5 === 0 ? "de" : "en",
      tags: id % 10 === 0 ? ["long", "code"] : [],
    }),
  )
  const { slug } = await imported(rows)
  const access = await all(slug)
  const walk = async (start: object, step: "next" | "previous", key: "after" | "before") => {
    const seen: string[][] = []
    let query: object = start
    for (;;) {
      const page = await listPromptPage(access, promptQuerySchema.parse(query))
      seen.push(page.rows.map((row) => row.text))
      const cursor = page[step]
      if (cursor === null) return { seen, ids: page.rows.map((row) => row.id) }
      query = { ...start, [key]: cursor }
    }
  }
  const forth = await walk({}, "next", "after")
  expect(forth.seen.flat()).toEqual(numbers(0, 120).map((id) => `Question ${id}`))
  expect(forth.seen.map((page) => page.length)).toEqual([50, 50, 20])
  const back = await walk({ before: forth.ids[0] }, "previous", "before")
  expect(back.seen.toReversed().flat()).toEqual(forth.seen.slice(0, 2).flat())

  const total = async (given: Partial<PromptFilter>) => (await countPrompts(access, filter(given))).total
  expect(await total({ useCase: "generation" })).toBe(60)
  expect(await total({ useCase: without, language: "de" })).toBe(12)
  expect(await total({ user: "user-1", tag: "code" })).toBe(
    numbers(0, 120).filter((id) => id % 4 !== 0 && id % 3 === 1 && id % 10 === 0).length,
  )
  expect(await total({ q: "Question 11" })).toBe(11)
  expect([await total({ has: "tasks" }), await total({ has: "no-completions" })]).toEqual([120, 0])
  expect([await total({ round: "none" }), await total({ round: "1", has: "no-tasks" })]).toEqual([120, 120])
  const counts = await countPrompts(access, filter({ language: "de" }))
  expect(counts).toMatchObject({
    total: 24,
    held: 0,
    language: [{ value: "de", n: 24 }],
    useCase: [
      { value: "generation", n: 12 },
      { value: null, n: 12 },
    ],
  })
  expect(await listPromptChoices(access)).toEqual({
    useCases: ["generation"],
    languages: ["de", "en"],
    tags: ["code", "long"],
  })

  const lines = await linesOf(streamPrompts(access, filter({ tag: "code", useCase: "generation" })))
  expect(lines).toHaveLength(12)
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({
    messages: [{ role: "user", content: "Question 10" }],
    use_case: "generation",
    language: "de",
    split: null,
    tags: ["long", "code"],
  })
  // What a policy is fed with comes back as an import of prompts that are here.
  const again = await importInto(slug, [writeSource("next.jsonl", lines.map((line) => `${line}\n`).join(""))])
  expect(again).toMatchObject({ prompts: { added: 0, existing: 12 }, badRowCount: 0 })
})

test("an edit reaches numbers and new exports; one made before is made again to the byte", async () => {
  const { slug } = await imported(numbers(0, 6).map((id) => source(id, { tags: ["b", "a"], language: "en" })))
  const access = await all(slug)
  const person = await annotator(slug)
  for (const { token } of (await claim(person, 6)).leases) await sendOne(person, verdict(token))
  await finishRollup(access.projectId)
  const folder = await mkdtemp(join(tmpdir(), "diptych-pool-"))
  folders.push(folder)
  const read = async (name: string) => {
    const names = (await readdir(join(folder, name), { recursive: true })).filter((one) => /\.\w+$/.test(one))
    return Promise.all(
      names.toSorted().map(async (one) => `${one}\n${await readFile(join(folder, name, one), "utf8")}`),
    )
  }
  const wish = { format: "raw_annotations", settings: {} }
  const made = await exportToFolder(access, wish, join(folder, "before"))
  const edit = { useCase: "chat", language: null, addTags: ["c", "a"], removeTags: ["b"] }
  expect(await editPrompts(access, { filter: filter({ q: "Question" }) }, edit)).toEqual({
    prompts: 6,
    changed: 6,
  })
  expect(await editPrompts(access, { filter: filter() }, edit)).toEqual({ prompts: 6, changed: 0 })
  const [first] = (await listPromptPage(access, promptQuerySchema.parse({}))).rows
  expect(first).toMatchObject({ useCase: "chat", language: null, tags: ["a", "c"] })
  await editPrompts(access, { ids: [first?.id ?? ""] }, { useCase: null, addTags: [], removeTags: [] })

  await exportToFolder(access, wish, join(folder, "after"))
  expect((await read("after")).join("")).toContain('"use_case":"chat"')
  await exportAgainToFolder(access, made.id, join(folder, "again"))
  expect(await read("again")).toEqual(await read("before"))
  await finishRollup(access.projectId)
  const { rows } = await pool().query(
    `SELECT DISTINCT s."useCase", s."tags" FROM "RollupSlice" s JOIN "RollupGroup" g ON g."id" = s."groupId"
     JOIN "RollupFact" f ON f."sliceId" = s."id" WHERE g."projectId" = $1 ORDER BY 1`,
    [access.projectId],
  )
  expect(rows).toEqual([
    { useCase: "", tags: ["a", "c"] },
    { useCase: "chat", tags: ["a", "c"] },
  ])
  const actions = await db().auditEvent.findMany({
    where: { projectId: access.projectId, action: "prompt:edit" },
  })
  expect(actions).toHaveLength(2)
})

test("held-back prompts are given to nobody, whatever opens their tasks, and come back as they were", async () => {
  const { slug } = await imported(numbers(0, 4).map((id) => source(id)))
  const access = await all(slug)
  const [ann, ben] = [await annotator(slug), await annotator(slug)]
  const leases = (await claim(ann, 2)).leases
  const [done, lying] = leases
  await sendOne(ann, verdict(done?.token ?? ""))
  const open = () => db().task.count({ where: { projectId: access.projectId, open: true } })
  expect(await holdPrompts(access, "hold", { filter: filter({ q: "Question" }) })).toEqual({
    changed: 4,
    tasks: 3,
  })
  expect(await open()).toBe(0)
  expect((await claim(ben, 4)).leases).toEqual([])
  // A larger overlap and an answer taken back would both open the task that is done.
  await db().project.update({ where: { slug }, data: { overlap: 3 } })
  await settleOverlap(onClient(pool()), access.projectId, null)
  await sendOne(ann, undo(done?.token ?? ""))
  expect(await open()).toBe(0)
  // What somebody holds stays theirs and counts.
  expect(await sendOne(ann, verdict(lying?.token ?? ""))).toMatchObject({ status: "accepted" })
  expect(await countPrompts(access, filter())).toMatchObject({ total: 4, held: 4 })
  expect(await linesOf(streamPrompts(access, filter()))).toEqual([])
  expect(await linesOf(streamPrompts(access, filter({ state: "admin" })))).toHaveLength(4)
  // A completion that comes now makes tasks that wait too.
  const more = { prompt: "Question 0", model: "gamma", completion: "gamma says 0" }
  const { result } = await imported([more], slug)
  expect(result).toMatchObject({ tasks: { added: 2 }, judgments: 0 })
  expect(await open()).toBe(0)

  expect(await holdPrompts(access, "release", { filter: filter({ state: "held" }) })).toMatchObject({
    changed: 4,
  })
  expect(await open()).toBe(6)
  expect((await claim(ben, 6)).leases).toHaveLength(6)
  const tasks = await db().task.findMany({ where: { projectId: access.projectId } })
  expect(tasks.every((task) => task.status === "ACTIVE" && task.heldFrom === null)).toBe(true)
})

test("which prompts of a user the cap keeps hangs on their hashes, not on their order", async () => {
  const rows = numbers(0, 40).map((id) => source(id, { user: id < 30 ? "heavy" : id < 36 ? "light" : null }))
  const kept = async (...parts: (readonly object[])[]) => {
    const slug = await newProject({ preset: "pairwise", pairing: "all" })
    await db().project.update({ where: { slug }, data: { seed: "one seed", userCap: 10 } })
    for (const part of parts) await imported(part, slug)
    const access = await all(slug)
    return { access, served: await linesOf(streamPrompts(access, filter())) }
  }
  const texts = (lines: readonly string[]) =>
    lines
      .map((line) => (JSON.parse(line) as { messages: { content: string }[] }).messages[0]?.content ?? "")
      .toSorted((a, b) => (a < b ? -1 : 1))
  const one = await kept(rows)
  expect(one.served).toHaveLength(20)
  const two = await kept(rows.toReversed().slice(0, 15), rows.slice(0, 31))
  expect(texts(two.served)).toEqual(texts(one.served))

  const counts = await countPrompts(one.access, filter())
  expect(counts.state).toEqual([
    { value: "cap", n: 20 },
    { value: null, n: 20 },
  ])
  // Said before it starts: the same import as a dry run.
  const slug = await newProject({ preset: "pairwise", pairing: "all" })
  await db().project.update({ where: { slug }, data: { doubleShare: 0 } })
  const file = () => [writeSource("rows.jsonl", jsonl(...rows))]
  expect(await importInto(slug, file(), { dryRun: true, userCap: 10 })).toMatchObject({
    heldBack: 20,
    judgments: 20,
    tasks: { added: 40 },
  })
  expect(await importInto(slug, file())).toMatchObject({ heldBack: 0, judgments: 40 })

  // Released ones are served beside the others; a larger cap lets more in by itself.
  const capped = await listPromptPage(one.access, promptQuerySchema.parse({ state: "cap" }))
  await holdPrompts(one.access, "release", { ids: capped.rows.slice(0, 2).map((row) => row.id) })
  expect((await countPrompts(one.access, filter({ state: "served", user: "heavy" }))).total).toBe(12)
  expect((await countPrompts(one.access, filter({ state: "held" }))).total).toBe(18)
  const rules = { userCap: 12, splitTest: null, splitValidation: 0 }
  expect(await saveDataRules(one.access, rules)).toEqual({ held: 0, heldInAll: 16, split: 0 })
  expect(await saveDataRules(one.access, { ...rules, userCap: null })).toMatchObject({ heldInAll: 0 })
  expect(await db().task.count({ where: { projectId: one.access.projectId, open: true } })).toBe(40)
})

test("a user never straddles splits, also where the data came with some", async () => {
  const rows = numbers(0, 200).map((id) => source(id, { user: `user-${id % 20}` }))
  const { slug } = await imported([
    ...rows.slice(0, 150),
    { ...source(900, { user: "user-3", split: "test" }) },
    { ...source(901, { user: "user-4", split: "validation" }) },
  ])
  const access = await all(slug)
  const rules = { userCap: null, splitTest: 25, splitValidation: 15 }
  expect(await saveDataRules(access, rules)).toMatchObject({ split: 150 })
  await imported(rows.slice(150), slug)
  const splits = async () =>
    (
      await pool().query<{ user: string; splits: string[] }>(
        `SELECT p."sourceUser" AS "user", array_agg(DISTINCT s."split") AS "splits" FROM "Prompt" p
         JOIN "PromptSplit" s ON s."promptId" = p."id" WHERE p."projectId" = $1 GROUP BY 1`,
        [access.projectId],
      )
    ).rows
  const found = await splits()
  expect(found).toHaveLength(20)
  expect(found.every((row) => row.splits.length === 1)).toBe(true)
  expect(found.find((row) => row.user === "user-3")?.splits).toEqual(["test"])
  expect(found.find((row) => row.user === "user-4")?.splits).toEqual(["validation"])
  expect(new Set(found.flatMap((row) => row.splits))).toEqual(new Set(["train", "validation", "test"]))
  expect(await getDataRules(access)).toEqual({ ...rules, heldByCap: 0, straddling: 0 })
  expect((await countPrompts(access, filter({ split: "none" }))).total).toBe(0)
})
