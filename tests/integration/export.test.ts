import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createCompletion } from "@/prisma/factories/create-completion"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject, type TestProject } from "@/prisma/factories/create-project"
import { createPrompt } from "@/prisma/factories/create-prompt"
import { createTask } from "@/prisma/factories/create-task"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { exportAgainToFolder, exportToFolder } from "@/server/export/export-to-folder"
import { verifyFolder } from "@/server/export/verify-folder"

type PreferenceRow = {
  comparison_id: string
  chosen: { role: string; content: string }[]
  rejected: { role: string; content: string }[]
  prompt_hash: string
  n_votes: number
  agreement: number
  strength: number
  source: string
  group_id: string
  pair_weight: number
  chosen_models: string[]
  rejected_models: string[]
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "diptych-export-"))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function accessTo(project: { slug: string }) {
  return requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
}

async function run(project: TestProject, name: string, settings = {}, format = "preference") {
  const directory = join(folder, name)
  const result = await exportToFolder(await accessTo(project), { format, settings }, directory)
  return { ...result, directory, ...(await readFolder(directory)) }
}

async function readFolder(directory: string) {
  const files: Record<string, string> = {}
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.path, entry.name)
    if (entry.isFile()) files[path.slice(directory.length + 1)] = await readFile(path, "utf8")
  }
  const rows = Object.entries(files)
    .filter(([path]) => path.endsWith(".jsonl"))
    .flatMap(([, text]) => text.trimEnd().split("\n"))
    .map((line): PreferenceRow => JSON.parse(line))
  return { files, rows }
}

const answerOf = (chat: { content: string }[]) => chat.at(-1)?.content

test("an answer becomes a row with the better text as chosen, whichever side it stood on", async () => {
  const project = await createProject()
  const person = await createUser()
  for (const preference of ["A", "B"] as const) {
    for (const shown of [
      [0, 1],
      [1, 0],
    ]) {
      const { task } = await createPair(project, { prompt: `${preference} ${shown.join()}` })
      await createAnnotation(project, task, person, { preference, shown })
      const better = await db().completion.findUniqueOrThrow({
        where: { id: task.completions[preference === "A" ? 0 : 1]?.id ?? "" },
      })
      const { rows } = await run(project, `${preference}${shown.join("")}`)
      const row = rows.find((candidate) => candidate.chosen[0]?.content === `${preference} ${shown.join()}`)
      expect(row?.chosen.at(-1)).toEqual((better.messages as object[])[0])
      expect(answerOf(row?.rejected ?? [])).not.toBe(answerOf(row?.chosen ?? []))
    }
  }
})

test("the same state gives the same bytes, in any time zone, and verifies", async () => {
  const project = await createProject()
  const person = await createUser()
  for (let i = 0; i < 30; i++) {
    const { task } = await createPair(project)
    await createAnnotation(project, task, person, {
      preference: i % 3 === 0 ? "TIE" : i % 2 === 0 ? "A" : "B",
    })
  }
  const first = await run(project, "one")
  const zone = process.env.TZ
  process.env.TZ = "Asia/Kathmandu"
  const second = await run(project, "two")
  const raw = await run(project, "raw-one", {}, "raw_annotations")
  process.env.TZ = "America/St_Johns"
  const rawAgain = await run(project, "raw-two", {}, "raw_annotations")
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  expect(second.files).toEqual(first.files)
  expect(rawAgain.files).toEqual(raw.files)
  expect(first.manifest.counts.skipped).toEqual({ tie: 10 })
  expect(first.rows).toHaveLength(20)
  expect(raw.rows).toHaveLength(30)
  for (const { directory } of [first, raw]) {
    expect(await verifyFolder(directory)).toMatchObject({ ok: true, problems: [] })
  }
})

test("a snapshot stays what it was: open transactions, later answers, undos, exclusions, rulings, texts", async () => {
  const project = await createProject()
  const [ann, ben, cy] = [await createUser(), await createUser(), await createUser()]
  const kept = await createPair(project)
  await createAnnotation(project, kept.task, ann, { preference: "A" })
  const late = await createPair(project)
  const undone = await createPair(project)
  const undo = await createAnnotation(project, undone.task, ann, { preference: "B" })

  // An answer with an earlier clock whose transaction is open while the export is made.
  let commit = () => {}
  const held = new Promise<void>((resolve) => {
    commit = resolve
  })
  let written = () => {}
  const inFlight = new Promise<void>((resolve) => {
    written = resolve
  })
  const open = db().$transaction(
    async (tx) => {
      await createAnnotation(project, late.task, ben, { preference: "B", createdAt: new Date(0), tx })
      written()
      await held
    },
    { timeout: 30_000 },
  )
  await inFlight
  const before = await run(project, "before")
  const rawBefore = await run(project, "raw-before", {}, "raw_annotations")
  expect(before.rows).toHaveLength(2)
  commit()
  await open

  await createAnnotation(project, kept.task, ben, { preference: "B" })
  await createAnnotation(project, undone.task, ann, {
    status: "WITHDRAWN",
    revises: { assignmentId: undo.assignmentId, revision: 1 },
  })
  await createCompletion(kept.prompt, { model: "model-9", text: "First answer." })
  await db().exclusion.create({ data: { projectId: project.id, annotatorId: cy.id, reason: "careless" } })
  await createAnnotation(project, late.task, cy, { preference: "A" })
  await db().adjudication.create({
    data: {
      projectId: project.id,
      taskId: kept.task.id,
      preference: "B",
      level: 1,
      reason: "second look",
      adjudicatorId: cy.id,
    },
  })
  await db().textMask.create({
    data: {
      completionId: kept.completions[0]?.id ?? "",
      spans: [],
      heldBack: true,
      reason: "asked for",
    },
  })
  await db().assignment.create({
    data: {
      token: "skip-token",
      projectId: project.id,
      taskId: kept.task.id,
      annotatorId: cy.id,
      state: "SKIPPED",
      skipReason: "other",
      shown: [0, 1],
      leaseExpiresAt: new Date(),
      closedAt: new Date(),
    },
  })

  const access = await accessTo(project)
  await exportAgainToFolder(access, before.id, join(folder, "again"))
  await exportAgainToFolder(access, rawBefore.id, join(folder, "raw-again"))
  expect((await readFolder(join(folder, "again"))).files).toEqual(before.files)
  expect((await readFolder(join(folder, "raw-again"))).files).toEqual(rawBefore.files)

  const after = await run(project, "after")
  expect(after.rows).toHaveLength(1)
  expect(after.rows[0]?.prompt_hash).toBe(late.prompt.hash)
  expect(after.manifest.counts).toMatchObject({
    annotations: { read: 6, counted: 3, left_out: { superseded: 1, withdrawn: 1, excluded: 1 } },
    skipped: { held_back: 1, no_counted_annotation: 1 },
  })
})

test("who counts: latest revision, accepted, no control task, no repeat, not excluded (unless taken back)", async () => {
  const project = await createProject()
  const people = [await createUser(), await createUser(), await createUser(), await createUser()]
  const [ann, ben, cy, dan] = people
  if (!ann || !ben || !cy || !dan) throw new Error("four people")
  const { task } = await createPair(project)
  const first = await createAnnotation(project, task, ann, { preference: "B" })
  await createAnnotation(project, task, ann, {
    preference: "A",
    revises: { assignmentId: first.assignmentId, revision: 1 },
  })
  await createAnnotation(project, task, ann, { preference: "B", purpose: "REPEAT" })
  await createAnnotation(project, task, ben, { preference: "B", purpose: "GOLD" })
  await createAnnotation(project, task, cy, { preference: "B", status: "SURPLUS" })
  const wrong = await createAnnotation(project, task, dan, { preference: "B" })
  const exclusion = await db().exclusion.create({
    data: { projectId: project.id, annotationId: wrong.id, reason: "clicked wrong" },
  })
  const { rows, manifest } = await run(project, "excluded")
  expect(manifest.counts.annotations).toEqual({
    read: 6,
    counted: 1,
    left_out: { superseded: 1, surplus: 1, excluded: 1, gold: 1, repeat: 1 },
  })
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ n_votes: 1, agreement: 1, strength: 1, source: "annotation" })

  await db().exclusion.create({
    data: { projectId: project.id, reverses: exclusion.id, reason: "was right" },
  })
  expect((await run(project, "reversed")).manifest.counts.skipped).toEqual({ no_majority: 1 })
})

test("a ruling outranks the votes, and taking it back restores them", async () => {
  const project = await createProject()
  const [ann, ben] = [await createUser(), await createUser()]
  const { task } = await createPair(project)
  await createAnnotation(project, task, ann, { preference: "A" })
  const ruling = {
    projectId: project.id,
    taskId: task.id,
    reason: "as the guidelines say",
    adjudicatorId: ben.id,
  }
  const votes = (await run(project, "votes")).rows[0]
  await db().adjudication.create({ data: { ...ruling, preference: "B", level: 1 } })
  const ruled = (await run(project, "ruled")).rows[0]
  expect(ruled).toMatchObject({ source: "adjudication", agreement: 0, strength: 1 })
  expect(answerOf(ruled?.chosen ?? [])).toBe(answerOf(votes?.rejected ?? []))
  await db().adjudication.create({ data: { ...ruling, preference: null } })
  expect((await run(project, "back")).rows[0]).toEqual(votes)
})

test("what no trainer should see is left out and counted", async () => {
  const project = await createProject()
  const person = await createUser()
  const judge = async (
    prompt: Awaited<ReturnType<typeof createPrompt>>,
    answers: readonly string[],
    preference: "A" | "TIE" = "A",
  ) => {
    const completions = []
    for (const [i, text] of answers.entries())
      completions.push(await createCompletion(prompt, { model: `m${i}`, text }))
    const task = await createTask(prompt, completions)
    await createAnnotation(project, task, person, { preference })
  }
  await judge(await createPrompt(project), ["good", ""])
  await judge(await createPrompt(project), ["good", "also"], "TIE")
  await judge(await createPrompt(project, { messages: [{ role: "user", content: "  " }] }), ["good", "also"])
  await judge(
    await createPrompt(project, {
      messages: [
        { role: "user", content: "hi" },
        { role: "assistant", content: "yes?" },
      ],
    }),
    ["good", "also"],
  )
  await judge(
    await createPrompt(project, {
      messages: [
        { role: "user", content: "hi" },
        { role: "user", content: "there" },
      ],
    }),
    ["good", "also"],
  )
  const rating = await createPrompt(project)
  await createAnnotation(project, await createTask(rating, [await createCompletion(rating, {})]), person)
  await createAnnotation(project, (await createPair(project)).task, person, { notRankable: true })
  const { manifest, rows } = await run(project, "sane")
  expect(rows).toEqual([])
  expect(manifest.counts.skipped).toEqual({
    tie: 1,
    not_rankable: 1,
    no_comparison: 1,
    empty_answer: 1,
    prompt_role: 1,
    empty_prompt: 1,
    unbalanced_roles: 1,
  })
})

test("all pairs of a ranking flow, share a group and weigh as one; a pair judged apart joins its votes", async () => {
  const project = await createProject()
  const [ann, ben] = [await createUser(), await createUser()]
  const prompt = await createPrompt(project)
  const completions = []
  for (const model of ["a", "b", "c"]) completions.push(await createCompletion(prompt, { model }))
  const ranking = await createTask(prompt, completions)
  await createAnnotation(project, ranking, ann, {
    comparisons: [
      { positionA: 0, positionB: 1, preference: "A" },
      { positionA: 0, positionB: 2, preference: "A" },
      { positionA: 1, positionB: 2, preference: "TIE" },
    ],
  })
  const [best, , worst] = ranking.completions
  if (!best || !worst) throw new Error("three texts")
  await createAnnotation(project, await createTask(prompt, [best, worst]), ben, { preference: "A" })
  const { rows, manifest } = await run(project, "ranking")
  expect(manifest.counts.skipped).toEqual({ tie: 1 })
  expect(rows.map((row) => row.n_votes).toSorted((a, b) => a - b)).toEqual([1, 2])
  expect(new Set(rows.map((row) => row.group_id))).toEqual(new Set([ranking.setHash]))
  expect(rows.map((row) => row.pair_weight)).toEqual([0.5, 0.5])
})

test("a text that several models gave is credited to all of them", async () => {
  const project = await createProject()
  const person = await createUser()
  const { prompt, task } = await createPair(project, { answers: { m1: "same", m2: "other" } })
  await createCompletion(prompt, { model: "m3", text: "same \n" })
  await createAnnotation(project, task, person, { preference: "A" })
  const [row] = (await run(project, "credit")).rows
  const models = [row?.chosen_models, row?.rejected_models].sort(
    (a, b) => (b?.length ?? 0) - (a?.length ?? 0),
  )
  expect(models).toEqual([["m1", "m3"], ["m2"]])
})

test("imported labels are out unless asked for, and then decide only what nobody judged", async () => {
  const project = await createProject()
  const person = await createUser()
  const judged = await createPair(project)
  await createAnnotation(project, judged.task, person, { preference: "B" })
  const other = await createPair(project)
  for (const { prompt, task } of [judged, other]) {
    await db().importedLabel.create({
      data: {
        projectId: project.id,
        promptId: prompt.id,
        completionAId: task.completions[0]?.id ?? "",
        completionBId: task.completions[1]?.id ?? "",
        preference: "A",
      },
    })
  }
  const without = await run(project, "without")
  expect(without.rows).toHaveLength(1)
  const { rows } = await run(project, "with", { imported: true })
  expect(rows.map((row) => row.source).sort()).toEqual(["annotation", "imported"])
  expect(rows.find((row) => row.source === "annotation")).toEqual(without.rows[0])
  const raw = await run(project, "raw", { imported: true }, "raw_annotations")
  expect(raw.rows).toHaveLength(2)
})

test("splits: an imported one wins, conversations stay together, no prompt is in two, empty ones are not named", async () => {
  const project = await createProject()
  const person = await createUser()
  const splits: Record<string, string> = {}
  for (let i = 0; i < 40; i++) {
    const { prompt, task } = await createPair(project, i < 6 ? { split: i < 3 ? "validation" : "test" } : {})
    if (i < 6) splits[prompt.hash] = i < 3 ? "validation" : "test"
    await createAnnotation(project, task, person, { preference: "A" })
  }
  for (let i = 0; i < 10; i++) {
    const prompt = await createPrompt(project, { conversationId: "talk-1" })
    const completions = [
      await createCompletion(prompt, { model: "x" }),
      await createCompletion(prompt, { model: "y" }),
    ]
    await createAnnotation(project, await createTask(prompt, completions), person, { preference: "B" })
    splits[prompt.hash] = "talk"
  }
  const { files, manifest, directory } = await run(project, "splits", { testShare: 30 })
  const found = new Map<string, string>()
  for (const [path, text] of Object.entries(files)) {
    const split = /^preference\/(\w+)-00000-of-00001\.jsonl$/.exec(path)?.[1]
    if (split === undefined) continue
    for (const line of text.trimEnd().split("\n"))
      found.set((JSON.parse(line) as PreferenceRow).prompt_hash, split)
  }
  for (const [hash, split] of Object.entries(splits))
    if (split !== "talk") expect(found.get(hash)).toBe(split)
  const talk = Object.keys(splits).filter((hash) => splits[hash] === "talk")
  expect(new Set(talk.map((hash) => found.get(hash))).size).toBe(1)
  expect(Object.values(manifest.splits.prompts).reduce((sum, n) => sum + n, 0)).toBe(50)
  expect(await verifyFolder(directory)).toMatchObject({ ok: true, rows: 50 })

  const none = await run(project, "no-test", { testShare: 0, split: "train" })
  expect(none.files["README.md"]).not.toContain("split: test")
  expect(Object.keys(none.files).filter((path) => path.endsWith(".jsonl"))).toEqual([
    "preference/train-00000-of-00001.jsonl",
  ])
})

test("files are cut by size into shards that say how many there are", async () => {
  const project = await createProject()
  const person = await createUser()
  for (let i = 0; i < 12; i++)
    await createAnnotation(project, (await createPair(project)).task, person, { preference: "A" })
  const whole = await run(project, "whole", { testShare: 0 })
  const cut = await run(project, "cut", { testShare: 0, shardBytes: 3000 })
  const shards = Object.keys(cut.files)
    .filter((path) => path.endsWith(".jsonl"))
    .sort()
  expect(shards.length).toBeGreaterThan(2)
  expect(shards.at(-1)).toContain(`-of-0000${shards.length}.jsonl`)
  expect(shards.map((path) => cut.files[path]).join("")).toBe(
    whole.files["preference/train-00000-of-00001.jsonl"],
  )
  for (const path of shards) expect(Buffer.byteLength(cut.files[path] ?? "")).toBeLessThanOrEqual(3000)
  expect(await verifyFolder(cut.directory)).toMatchObject({ ok: true, rows: 12 })
})

test("two databases' worth of the same content agree on everything but people", async () => {
  const person = await createUser()
  const make = async (name: string) => {
    const project = await createProject({ slug: name, name: "Same" })
    for (let i = 0; i < 8; i++) {
      const { task } = await createPair(project, { prompt: `Question ${i}` })
      await createAnnotation(project, task, person, { preference: i % 2 === 0 ? "A" : "B" })
    }
    return run(project, name)
  }
  expect((await make("one-of-two")).files).toEqual((await make("two-of-two")).files)
})

test("a folder with other content is refused and left alone; the same export again is fine", async () => {
  const project = await createProject()
  const person = await createUser()
  await createAnnotation(project, (await createPair(project)).task, person, { preference: "A" })
  const { directory } = await run(project, "here")
  await run(project, "here")
  await createAnnotation(project, (await createPair(project)).task, person, { preference: "A" })
  const before = await readFolder(directory)
  await expect(run(project, "here")).rejects.toMatchObject({ code: "CONFLICT" })
  expect((await readFolder(directory)).files).toEqual(before.files)
  expect((await readdir(folder)).filter((name) => name.startsWith("."))).toEqual([])
})

test("the database and the formats agree on what counts", async () => {
  const { isCounted } = await import("@/server/data/counted-annotations")
  const project = await createProject()
  const [ann, ben] = [await createUser(), await createUser()]
  for (let i = 0; i < 6; i++) {
    const { task } = await createPair(project)
    const first = await createAnnotation(project, task, ann, { preference: "A" })
    if (i % 2 === 0) {
      await createAnnotation(project, task, ann, {
        status: i === 0 ? "WITHDRAWN" : "ACCEPTED",
        preference: "B",
        revises: { assignmentId: first.assignmentId, revision: 1 },
      })
    }
    await createAnnotation(project, task, ben, { preference: "B", status: i === 3 ? "SURPLUS" : "ACCEPTED" })
  }
  await db().exclusion.create({
    data: { projectId: project.id, annotatorId: ben.id, untilAt: new Date(), reason: "x" },
  })
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*)::int AS n FROM "Annotation" a JOIN "Assignment" s ON s."id" = a."assignmentId"
     WHERE a."projectId" = $1 AND ${isCounted.sql}`,
    [project.id],
  )
  expect((await run(project, "counted")).manifest.counts.annotations.counted).toBe(rows[0]?.n)
})
