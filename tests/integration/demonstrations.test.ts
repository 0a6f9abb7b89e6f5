import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { OutboxItem, WireTask } from "@/core/annotate/wire"
import { wireTaskSchema } from "@/core/annotate/wire"
import { presets } from "@/core/presets/registry"
import { requireProjectAccess } from "@/server/access"
import { toWireTasks } from "@/server/annotate/to-wire-tasks"
import { createWritingTasks } from "@/server/data/demonstrations/create-writing-tasks"
import { findDemonstration, listDemonstrations } from "@/server/data/demonstrations/list-demonstrations"
import { db } from "@/server/data/db"
import { reviewDemonstration } from "@/server/demonstrations/review-demonstration"
import { exportToFolder } from "@/server/export/export-to-folder"
import { importFiles } from "@/server/import/import-files"
import { releaseTasks } from "@/server/queue/release-tasks"
import { accountOf, requireAnnotator } from "@/server/annotate/require-annotator"
import { claim, send, sendOne, undo, verdict } from "@/tests/support/annotate-client"
import type { Person } from "@/tests/support/annotate-world"
import { brokenTasks } from "@/tests/support/annotate-world"
import { makeKindWorld } from "@/tests/support/kinds-world"
import { createUser } from "@/prisma/factories/create-user"

type Verdict = Extract<OutboxItem, { kind: "verdict" }>
const written = (token: string, more: Partial<NonNullable<Verdict["written"]>>) =>
  verdict(token, { verdict: null, written: { answer: "An answer.", language: "en", ...more } })

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "diptych-written-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function reviewerOf(project: { id: string; slug: string }) {
  const user = await createUser()
  await db().membership.create({
    data: { projectId: project.id, userId: user.id, role: "ADMIN", ringPoint: 1 },
  })
  const actor = { kind: "user", userId: user.id, sessionId: user.id, instanceRole: "MEMBER" } as const
  return requireProjectAccess(actor, project.slug, "adjudications:create", "tasks:update", "exports:create")
}

const who = (person: Person) => requireAnnotator(person.access)

async function exported(project: { slug: string }, format: string, name: string): Promise<unknown[]> {
  const access = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
  const out = join(folder, name)
  await exportToFolder(access, { format, settings: { testShare: 0 } }, out)
  const files = (await readdir(out, { recursive: true })).filter((file) => file.endsWith(".jsonl"))
  const texts = await Promise.all(files.map((file) => readFile(join(out, file), "utf8")))
  return texts.flatMap((text) =>
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown),
  )
}

test("written, returned to its author, written again, edited by a second person, exported", async () => {
  const { project, person } = await makeKindWorld("demonstration", [0, 0])
  const reviewer = await reviewerOf(project)
  const { leases } = await claim(person)
  const [first, second] = leases
  if (!first || !second) throw new Error("nothing leased")

  // What does not fit is refused, and pastes and model phrases are noted only.
  expect(await sendOne(person, written(first.token, { answer: "  " }))).toMatchObject({ status: "refused" })
  expect(await sendOne(person, written(first.token, { prompt: "Mine?" }))).toMatchObject({
    status: "refused",
  })
  const item = written(first.token, { answer: "I am ChatGPT, a model by OpenAI.", pastedChars: 9_999 })
  expect(await sendOne(person, item)).toMatchObject({ status: "accepted", revision: 1 })
  expect(await sendOne(person, item)).toMatchObject({ status: "accepted", duplicate: true })
  const [stored] = await db().demonstration.findMany({ where: { annotation: { projectId: project.id } } })
  expect(stored).toMatchObject({
    messages: [{ role: "assistant", content: "I am ChatGPT, a model by OpenAI." }],
    promptMessages: null,
    pastedChars: 32,
    language: "en",
    useCase: null,
  })
  expect(stored?.modelPhrases).toEqual(expect.arrayContaining(["chatgpt", "openai"]))

  // Before a second person: nothing says whose it is.
  const view = await findDemonstration(reviewer, "")
  expect(view).toMatchObject({ state: "waiting", own: false, pastedShare: 1 })
  expect(JSON.stringify(view)).not.toContain(person.userId)
  const id = view?.id ?? ""
  const review = { id, seen: 0, answer: view?.answer ?? "", comment: "" } as const
  await expect(reviewDemonstration(reviewer, { ...review, verdict: "RETURN" })).rejects.toThrow(
    /what the author/,
  )
  const own = await requireProjectAccess(
    { kind: "user", userId: person.userId, sessionId: person.userId, instanceRole: "OWNER" },
    project.slug,
    "adjudications:create",
  )
  await expect(reviewDemonstration(own, { ...review, verdict: "ACCEPT" })).rejects.toThrow(/somebody else/)

  await reviewDemonstration(reviewer, { ...review, verdict: "RETURN", comment: "In your own words." })
  await expect(reviewDemonstration(reviewer, { ...review, verdict: "ACCEPT" })).rejects.toThrow(
    /While it lay before you/,
  )
  expect(await brokenTasks(project.id)).toEqual([])
  expect(await exported(project, "sft_demonstrations", "returned")).toEqual([])

  // It is among the author's tasks again, under another token, and no sign-out takes it from them.
  const again = await claim(person)
  const back = again.leases.find((lease) => lease.taskId === first.taskId)
  expect(back?.token).not.toBe(first.token)
  await releaseTasks(person.access, {
    account: accountOf(person.userId),
    tokens: again.leases.map((lease) => lease.token),
  })
  const after = await claim(person)
  const kept = after.leases.find((lease) => lease.taskId === first.taskId)
  expect(kept?.token).toBe(back?.token)
  const { tasks } = await toWireTasks(who(person), after.leases)
  const task = tasks.find(({ token }) => token === kept?.token) as WireTask
  expect(wireTaskSchema.parse(task).returned).toEqual({
    reason: "In your own words.",
    prompt: null,
    promptKind: null,
    answer: "I am ChatGPT, a model by OpenAI.",
    useCase: null,
    language: "en",
    pastedChars: 32,
  })

  // What was on its way to the old token changes nothing.
  expect(await send(person, undo(first.token))).toMatchObject([{ status: "refused" }])
  expect(await sendOne(person, written(task.token, { answer: "Rain falls 🌧.\n" }))).toMatchObject({
    status: "accepted",
    revision: 3,
  })
  const next = await findDemonstration(reviewer, "")
  // Counted alike in the list and at the desk: UTF-16 units of what was handed in.
  expect(next).toMatchObject({ answer: "Rain falls 🌧.\n", chars: 15 })
  const waiting = await listDemonstrations(reviewer, { state: "waiting", text: "", page: 1 })
  expect(waiting.rows.map(({ chars }) => chars)).toEqual([15])
  expect(
    await reviewDemonstration(reviewer, {
      id: next?.id ?? "",
      seen: 0,
      verdict: "ACCEPT",
      answer: "Rain falls softly.",
      comment: "",
    }),
  ).toEqual({ verdict: "EDIT" })
  const { counts } = await listDemonstrations(reviewer, { state: "waiting", text: "", page: 1 })
  expect(counts).toEqual({ waiting: 0, accepted: 1, returned: 0 })

  // The second one waits: it is in no training row yet.
  const left = after.leases.find((lease) => lease.taskId === second.taskId)
  await sendOne(person, written(left?.token ?? "", { answer: "Not looked at." }))
  expect(await exported(project, "sft_demonstrations", "edited")).toMatchObject([
    {
      messages: [
        { role: "user", content: expect.stringMatching(/^Prompt \d$/) as unknown },
        { role: "assistant", content: "Rain falls softly." },
      ],
      review: "edited",
      language: "en",
    },
  ])
  const raw = (await exported(project, "raw_annotations", "raw")) as { annotations: unknown[] }[]
  expect(raw.flatMap((row) => row.annotations)).toHaveLength(4)
})

test("prompt and answer: places to write, tags checked, the same prompt exported once", async () => {
  const { project, person } = await makeKindWorld("prompt-and-demonstration", [])
  const reviewer = await reviewerOf(project)
  expect(await createWritingTasks(reviewer, 2)).toEqual({ added: 2, total: 2 })
  expect(await createWritingTasks(reviewer, 1)).toEqual({ added: 1, total: 3 })
  const { leases } = await claim(person)
  expect(leases).toHaveLength(3)
  const { tasks } = await toWireTasks(who(person), leases)
  expect(tasks.map((task) => task.prompt)).toEqual([[], [], []])
  const text = { prompt: "Name a fruit. ", promptKind: "few-shot", useCase: "open-qa", answer: "Apple." }
  const token = leases[0]?.token ?? ""
  for (const wrong of [{ prompt: " " }, { promptKind: "none" }, { useCase: null }]) {
    expect(await sendOne(person, written(token, { ...text, ...wrong }))).toMatchObject({ status: "refused" })
  }
  for (const [index, lease] of leases.entries()) {
    const prompt = index === 2 ? "Name a tree." : ["Name a fruit. ", "Name a fruit.\r\n"][index]
    const result = await sendOne(person, written(lease.token, { ...text, prompt: prompt ?? "" }))
    expect(result).toMatchObject({ status: "accepted" })
  }
  const { rows } = await listDemonstrations(reviewer, { state: "waiting", text: "", page: 1 })
  for (const { id } of rows) {
    await reviewDemonstration(reviewer, { id, seen: 0, verdict: "ACCEPT", answer: "Apple.", comment: "" })
  }
  const lines = await exported(project, "sft_demonstrations", "prompts")
  expect(lines).toHaveLength(2)
  expect(new Set(lines.map((line) => (line as { prompt_hash: string }).prompt_hash)).size).toBe(2)
  expect(lines).toContainEqual(
    expect.objectContaining({
      messages: [
        { role: "user", content: "Name a fruit." },
        { role: "assistant", content: "Apple." },
      ],
      prompt_kind: "few-shot",
      use_case: "open-qa",
      review: "accepted",
    }),
  )
  const other = await makeKindWorld("demonstration", [])
  await expect(createWritingTasks(await reviewerOf(other.project), 1)).rejects.toThrow(
    /does not ask for prompts/,
  )
})

test("a file of prompts alone: one task each where answers are written, none where they are judged", async () => {
  const path = join(folder, "prompts.jsonl")
  await writeFile(path, `{"instruction":"Add.","input":"1 2"}\n{"instruction":"Sing.","input":""}\n`)
  for (const [preset, made] of [
    ["demonstration", 2],
    ["arena", 0],
  ] as const) {
    expect(presets[preset]).toBeDefined()
    const { project } = await makeKindWorld(preset, [])
    const access = await requireProjectAccess({ kind: "cli" }, project.slug, "imports:create")
    await importFiles({ access }, { files: [{ name: "prompts.jsonl", path }] })
    const prompts = await db().prompt.findMany({ where: { projectId: project.id }, include: { tasks: true } })
    expect(prompts).toHaveLength(2)
    expect(prompts.flatMap((prompt) => prompt.tasks)).toHaveLength(made)
    expect(prompts.every((prompt) => prompt.tasks.every((task) => task.kind === "DEMONSTRATION"))).toBe(true)
    expect(prompts.every((prompt) => prompt.tasks.every((task) => !task.doubleJudged))).toBe(true)
  }
})
