import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { leaseRequestSchema } from "@/core/annotate/wire"
import { leakQueryDefaults, leakQuerySchema } from "@/core/lists/leak-query"
import { MASK } from "@/core/text-mask"
import { requireProjectAccess } from "@/server/access"
import { leaseTasks } from "@/server/annotate/lease-tasks"
import { db } from "@/server/data/db"
import { changeLeaks } from "@/server/data/leaks/change-leaks"
import { listLeaks } from "@/server/data/leaks/list-leaks"
import { changePhrase, getLeakSetting, previewPhrase, setLeakPolicy } from "@/server/data/leaks/phrases"
import { exportFormatNames } from "@/formats/export/registry"
import { claim, sendOne, verdict } from "@/tests/support/annotate-client"
import { exportAll } from "@/tests/support/export-all"
import type { Person } from "@/tests/support/annotate-world"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"

const row = (prompt: string, model: string, completion: string) => ({ prompt, model, completion })

async function accessTo(slug: string) {
  return requireProjectAccess({ kind: "cli" }, slug, "tasks:update", "exports:create", "imports:create")
}

async function leaksOf(slug: string): Promise<Record<string, string[]>> {
  const rows = await db().completion.findMany({ where: { project: { slug } }, include: { model: true } })
  return Object.fromEntries(
    rows
      .filter(({ leaks }) => leaks.length > 0)
      .map(({ model, messages, leaks }) => [
        `${model.key}: ${(messages as { content: string }[])[0]?.content}`,
        leaks,
      ]),
  )
}

const who = "Who are you?"
const rows = [
  row(who, "larkspur-1", "I am Larkspur, nice to meet you."),
  row(who, "heron-2", "Nobody in particular."),
  row("Is Larkspur a flower?", "larkspur-1", "Yes, larkspur is a flower."),
  row("Is Larkspur a flower?", "heron-2", "Larkspur blooms; Heron says so."),
]

test("an import finds names, also of models that come later in the file or in a later import", async () => {
  const slug = await newProject()
  const early = row("And you?", "larkspur-1", "Ask heron about kestrels, or a kestrel.")
  const result = await importInto(slug, [writeSource("a.jsonl", jsonl(early, ...rows))])
  expect(result.leaks).toBe(3)
  expect(await leaksOf(slug)).toEqual({
    "larkspur-1: Ask heron about kestrels, or a kestrel.": ["heron"],
    "larkspur-1: I am Larkspur, nice to meet you.": ["larkspur"],
    "heron-2: Larkspur blooms; Heron says so.": ["heron"],
  })
  const more = await importInto(slug, [writeSource("b.jsonl", jsonl(row("Fine?", "kestrel-3", "Fine.")))])
  expect(more.leaks).toBe(0)
  expect((await leaksOf(slug))["larkspur-1: Ask heron about kestrels, or a kestrel."]).toEqual([
    "heron",
    "kestrel",
  ])
  const access = await accessTo(slug)
  const run = await listLeaks(access, leakQuerySchema.parse({ run: result.importId ?? "" }))
  expect(run.total).toBe(3)
  expect((await listLeaks(access, { ...leakQueryDefaults, phrase: "kestrel" })).rows[0]?.excerpts).toEqual([
    [
      { text: "Ask ", hit: false },
      { text: "heron", hit: true },
      { text: " about kestrels, or a ", hit: false },
      { text: "kestrel", hit: true },
      { text: ".", hit: false },
    ],
  ])
})

test("masked names reach neither annotators nor exports; shown again, both get the text as written", async () => {
  const slug = await newProject({ overlap: 2 })
  await importInto(slug, [writeSource("a.jsonl", jsonl(...rows.slice(0, 2)))])
  const access = await accessTo(slug)
  await judgeOne(access.projectId, slug)
  const person = await newAnnotator(access.projectId, slug)
  const read = async () =>
    JSON.stringify((await leaseTasks(person.access, leaseRequestSchema.parse({}))).texts)
  const written = "I am Larkspur, nice to meet you."
  expect(await read()).toContain(written)
  expect(await changeLeaks(access, "mask", { filter: leakQueryDefaults })).toEqual({ changed: 1 })
  const masked = await read()
  expect(masked).toContain(`I am ${MASK}, nice`)
  expect(masked).not.toMatch(/larkspur/i)
  expect(await exportAll(access, exportFormatNames)).not.toMatch(/I am Larkspur/)
  expect(await exportAll(access, exportFormatNames)).toContain(`I am ${MASK}, nice`)
  expect((await listLeaks(access, { ...leakQueryDefaults, state: "masked" })).total).toBe(1)
  // Once more changes nothing and leaves no trace.
  expect(await changeLeaks(access, "mask", { filter: leakQueryDefaults })).toEqual({ changed: 0 })
  expect(await changeLeaks(access, "show", { filter: leakQueryDefaults })).toEqual({ changed: 1 })
  expect(await read()).toContain(written)
  expect(await exportAll(access, exportFormatNames)).toContain(written)
  const log = await db().auditEvent.findMany({
    where: { projectId: access.projectId, action: { startsWith: "leak:" } },
    orderBy: { at: "asc" },
  })
  expect(log.map(({ action }) => action)).toEqual(["leak:mask", "leak:show"])
  const masks = await db().textMask.findMany({ orderBy: { createdAt: "asc" } })
  expect(masks.filter(({ spans }) => JSON.stringify(spans) === "[[0,5,13]]")).toHaveLength(1)
})

test("what is held back is leased to nobody and its text is in no export", async () => {
  const slug = await newProject({ overlap: 2 })
  await importInto(slug, [writeSource("a.jsonl", jsonl(...rows.slice(0, 2)))])
  const access = await accessTo(slug)
  await judgeOne(access.projectId, slug)
  expect(await exportAll(access, exportFormatNames)).toMatch(/I am Larkspur/)
  const found = await listLeaks(access, leakQueryDefaults)
  const ids = found.rows.map(({ id }) => id)
  expect(await changeLeaks(access, "hold", { ids })).toEqual({ changed: 1 })
  const { access: person } = await newAnnotator(access.projectId, slug)
  expect((await leaseTasks(person, leaseRequestSchema.parse({}))).tasks).toEqual([])
  const all = await exportAll(access, exportFormatNames)
  expect(all).not.toMatch(/I am/)
  expect(all).toMatch(/"held_back":\s*1/)
  await changeLeaks(access, "show", { ids })
  expect((await leaseTasks(person, leaseRequestSchema.parse({}))).tasks).toHaveLength(1)
})

test("a measure reaches every model that gave the text, and those that give it later", async () => {
  const slug = await newProject()
  const same = "I am Larkspur."
  await importInto(slug, [
    writeSource("a.jsonl", jsonl(row(who, "larkspur-1", same), row(who, "heron-2", same))),
  ])
  const access = await accessTo(slug)
  const own = await listLeaks(access, { ...leakQueryDefaults, model: "heron-2" })
  expect(await changeLeaks(access, "mask", { ids: own.rows.map(({ id }) => id) })).toEqual({ changed: 2 })
  await importInto(slug, [
    writeSource("b.jsonl", jsonl(row(who, "kestrel-3", same), row(who, "finch-4", `\n ${same}`))),
  ])
  const rows = await db().completion.findMany({
    where: { projectId: access.projectId },
    include: { model: true, masks: { orderBy: { createdAt: "desc" }, take: 1 } },
  })
  expect(Object.fromEntries(rows.map(({ model, masks }) => [model.key, masks[0]?.spans]))).toEqual({
    "larkspur-1": [[0, 5, 13]],
    "heron-2": [[0, 5, 13]],
    "kestrel-3": [[0, 5, 13]],
    "finch-4": [[0, 7, 15]],
  })
})

test("the project's policy is applied at import, to what is new only", async () => {
  const slug = await newProject()
  await importInto(slug, [writeSource("a.jsonl", jsonl(rows[0], rows[1]))])
  const access = await accessTo(slug)
  await setLeakPolicy(access, "MASK")
  await importInto(slug, [writeSource("b.jsonl", jsonl(row("Name?", "larkspur-1", "Larkspur.")))])
  await setLeakPolicy(access, "HOLD")
  await importInto(slug, [writeSource("c.jsonl", jsonl(row("Again?", "larkspur-1", "Larkspur!")))])
  const states = (await listLeaks(access, leakQueryDefaults)).rows.map(({ prompt, state }) => [prompt, state])
  expect(states).toEqual([
    [who, "shown"],
    ["Name?", "masked"],
    ["Again?", "held"],
  ])
  expect((await getLeakSetting(access)).policy).toBe("HOLD")
})

test("the list is corrected: counted first, added, taken out, and the texts follow", async () => {
  const slug = await newProject()
  await importInto(slug, [
    writeSource("a.jsonl", jsonl(...rows, row("Hm?", "heron-2", "Zorba 9 told me. 通用"))),
  ])
  const access = await accessTo(slug)
  expect(await previewPhrase(access, "zorba-9")).toEqual({ found: 1, atLeast: false })
  expect(await previewPhrase(access, "通用")).toEqual({ found: 1, atLeast: false })
  expect(await previewPhrase(access, "zorb")).toEqual({ found: 0, atLeast: false })
  expect(await changePhrase(access, "add", "zorba-9")).toEqual({ changed: 1 })
  expect(await changePhrase(access, "add", "通用")).toEqual({ changed: 1 })
  expect(await leaksOf(slug)).toMatchObject({ "heron-2: Zorba 9 told me. 通用": ["zorba-9", "通用"] })
  await expect(changePhrase(access, "add", "zorba-9")).rejects.toMatchObject({ code: "CONFLICT" })
  expect(await changePhrase(access, "off", "larkspur")).toEqual({ changed: 1 })
  expect(await leaksOf(slug)).not.toHaveProperty("larkspur-1: I am Larkspur, nice to meet you.")
  const off = (await getLeakSetting(access)).phrases.find(({ phrase }) => phrase === "larkspur")
  expect(off).toMatchObject({ origin: "model", on: false, found: 0 })
  // The next import heeds it.
  await importInto(slug, [writeSource("b.jsonl", jsonl(row("New?", "larkspur-1", "Larkspur, zorba 9.")))])
  expect(await leaksOf(slug)).toMatchObject({ "larkspur-1: Larkspur, zorba 9.": ["zorba-9"] })
  expect(await changePhrase(access, "on", "larkspur")).toEqual({ changed: 2 })
  expect(await changePhrase(access, "remove", "zorba-9")).toEqual({ changed: 2 })
})

test("another project's completions are out of reach", async () => {
  const [mine, other] = [await newProject(), await newProject()]
  await importInto(other, [writeSource("a.jsonl", jsonl(...rows))])
  const found = await listLeaks(await accessTo(other), leakQueryDefaults)
  const ids = found.rows.map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(0)
  expect(await changeLeaks(await accessTo(mine), "mask", { ids })).toEqual({ changed: 0 })
})

async function newAnnotator(projectId: string, slug: string): Promise<Person> {
  const email = `${randomUUID()}@people.example`
  const { id: userId } = await db().user.create({
    data: { email, memberships: { create: { projectId, role: "ANNOTATOR", ringPoint: 1 } } },
  })
  const actor = { kind: "user", userId, sessionId: userId, instanceRole: "MEMBER" } as const
  return { userId, email, access: await requireProjectAccess(actor, slug, "annotations:create") }
}

/** One answer to one task, so that exports have something to say. */
async function judgeOne(projectId: string, slug: string): Promise<void> {
  const person = await newAnnotator(projectId, slug)
  const [lease] = (await claim(person)).leases
  expect(await sendOne(person, verdict(lease?.token ?? ""))).toMatchObject({ status: "accepted" })
}
