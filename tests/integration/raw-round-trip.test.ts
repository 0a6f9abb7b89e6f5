import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { sha256Hex } from "@/core/same-text"
import type { Row } from "@/formats/columns"
import { writeRawRow } from "@/formats/export/raw-annotations"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createCompletion } from "@/prisma/factories/create-completion"
import { createPair } from "@/prisma/factories/create-pair"
import { createPrompt } from "@/prisma/factories/create-prompt"
import { createTask } from "@/prisma/factories/create-task"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { exportToFolder } from "@/server/export/export-to-folder"
import { importInto, newProject, storeCounts, writeSource } from "@/tests/support/import-fixture"

const folder = await mkdtemp(join(tmpdir(), "diptych-raw-"))
afterAll(async () => rm(folder, { recursive: true }))

const file = "raw_annotations/train-00000-of-00001.jsonl"

async function exportRaw(slug: string, name: string): Promise<string> {
  const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
  const settings = { freeText: true, imported: true, testShare: 0 }
  await exportToFolder(access, { format: "raw_annotations", settings }, join(folder, name))
  return join(folder, name)
}

/** A project with everything the format carries: revisions, ties, rankings, ratings, flags, skips, rulings, exclusions. */
async function makeJudged(): Promise<string> {
  const slug = await newProject({ overlap: 3 })
  const found = await db().project.findUniqueOrThrow({ where: { slug } })
  const protocol = await db().protocolVersion.findFirstOrThrow({ where: { projectId: found.id } })
  const project = { ...found, protocol }
  const [ann, ben, cy] = [await createUser(), await createUser(), await createUser()]

  const first = await createPair(project, { prompt: "Which is it?" })
  const answer = await createAnnotation(project, first.task, ann, {
    preference: "A",
    rationale: 'It "is".\n\ttrue \\ é',
  })
  await createAnnotation(project, first.task, ann, { preference: "B", revises: answer })
  await createAnnotation(project, first.task, ben, {
    comparisons: [{ preference: "TIE", bothBad: true }],
    activeMs: 4000,
  })
  await createAnnotation(project, first.task, cy, { preference: "A", status: "SURPLUS", cohort: "expert" })

  const prompt = await createPrompt(project, { text: "Put them in order." })
  const texts = []
  for (const [model, text] of [
    ["m-1", "One."],
    ["m-2", "Two."],
    ["m-3", "Three."],
    ["m-4", "Three."],
  ] as const) {
    texts.push(await createCompletion(prompt, { model, text }))
  }
  const ranking = await createTask(prompt, texts.slice(0, 3), { overlap: 2 })
  const ranked = await createAnnotation(project, ranking, ann, {
    comparisons: [
      { preference: "A", positionA: 0, positionB: 1 },
      { preference: "TIE", positionA: 0, positionB: 2 },
      { preference: "B", positionA: 1, positionB: 2, criterion: "truth" },
    ],
  })
  const own = { annotationId: ranked.id, taskId: ranking.id }
  await db().placement.createMany({
    data: [1, null, 1].map((rank, position) => ({ ...own, position, rank })),
  })
  await db().rating.createMany({
    data: [0, 1, 2].map((position) => ({ ...own, position, criterion: "clarity", value: position + 1 })),
  })
  await db().flag.create({
    data: {
      annotationId: ranked.id,
      position: 1,
      type: "unsafe",
      comment: "Look.",
      spanStart: 0,
      spanEnd: 2,
    },
  })
  await db().assignment.create({
    data: {
      token: `skip-${ranking.id}`,
      projectId: project.id,
      taskId: ranking.id,
      annotatorId: ben.id,
      state: "SKIPPED",
      skipReason: "too-hard",
      skipNote: "No idea.",
      shown: [2, 0, 1],
      leaseExpiresAt: new Date(),
      closedAt: new Date(),
    },
  })
  const asked = await createPrompt(project, { text: "Write about rain." })
  const written = await createAnnotation(project, await createTask(asked, []), ben, {})
  await db().demonstration.create({
    data: {
      annotationId: written.id,
      promptMessages: [{ role: "user", content: "Write about snow." }],
      messages: [{ role: "assistant", content: "It falls." }],
      language: "en",
      useCase: "poem",
      pastedChars: 3,
      modelPhrases: ["as an ai", 'a "b", {c}'],
    },
  })
  await db().demonstrationReview.create({
    data: {
      annotationId: written.id,
      reviewerId: cy.id,
      verdict: "EDIT",
      messages: [{ role: "assistant", content: "It falls softly." }],
      comment: "Shorter.",
    },
  })
  await db().adjudication.create({
    data: {
      projectId: project.id,
      taskId: first.task.id,
      preference: "B",
      level: 1,
      reason: "Because.",
      adjudicatorId: cy.id,
    },
  })
  const excluded = await db().exclusion.create({
    data: { projectId: project.id, annotatorId: cy.id, reason: "Too fast." },
  })
  await db().exclusion.create({
    data: { projectId: project.id, reverses: excluded.id, reason: "No, it was right." },
  })
  await db().exclusion.create({
    data: { projectId: project.id, annotationId: ranked.id, reason: "A mistake." },
  })
  const [a, b] = first.completions.toSorted((x, y) => (x.hash < y.hash ? -1 : 1))
  await db().importedLabel.create({
    data: {
      projectId: project.id,
      promptId: first.prompt.id,
      completionAId: a?.id ?? "",
      completionBId: b?.id ?? "",
      preference: "A",
      level: 2,
      labeler: "w1",
      criterion: "safety",
    },
  })
  return slug
}

test("raw annotations come back without loss: in, out again, the same lines", async () => {
  const slug = await makeJudged()
  const before = await readFile(join(await exportRaw(slug, "one"), file), "utf8")
  const copy = await newProject({ overlap: 3 })
  const result = await importInto(copy, [{ name: "one", path: join(folder, "one") }])
  expect(result).toMatchObject({
    badRows: [],
    refused: false,
    annotations: 6,
    files: [{ shape: "raw_annotations" }],
  })
  const after = await readFile(join(await exportRaw(copy, "two"), file), "utf8")
  expect(
    after
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line)),
  ).toEqual(
    before
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line)),
  )
  expect(after).toBe(before)

  // Again: nothing new, and the slots are what the answers took.
  const stored = await storeCounts()
  expect(await importInto(copy, [{ name: "one", path: join(folder, "one") }])).toMatchObject({
    annotations: 0,
  })
  expect({ ...(await storeCounts()), ImportRun: 0, ImportFile: 0, AuditEvent: 0 }).toEqual({
    ...stored,
    ImportRun: 0,
    ImportFile: 0,
    AuditEvent: 0,
  })
  const { rows } = await pool().query(
    `SELECT t."k", t."counted", t."taken", t."status" FROM "Task" t JOIN "Project" p ON p."id" = t."projectId"
     WHERE p."slug" = $1 AND t."taken" > 0 ORDER BY t."k"`,
    [copy],
  )
  expect(rows).toEqual([
    { k: 0, counted: 1, taken: 1, status: "ACTIVE" },
    { k: 2, counted: 2, taken: 2, status: "RULED" },
  ])
  // Nobody can sign in as a pseudonym.
  const people = await pool().query(
    `SELECT 1 FROM "User" WHERE "email" LIKE '%@imported.invalid' AND "disabledAt" IS NULL`,
  )
  expect(people.rowCount).toBe(0)
})

test("a line that was changed, and annotations of another protocol, are refused", async () => {
  const slug = await makeJudged()
  const lines = await readFile(join(await exportRaw(slug, "three"), file), "utf8")
  const copy = await newProject({ overlap: 3 })
  const changed = writeSource("a.jsonl", lines.replace('"preference":"B"', '"preference":"A"'))
  const before = await storeCounts()
  expect(await importInto(copy, [changed])).toMatchObject({
    refused: true,
    badRows: [{ field: "record_hash" }],
  })
  expect(await storeCounts()).toEqual(before)

  // Whole by its own hash, but with a protocol that is none.
  const line = lines.split("\n").find((one) => one.includes('"kind":"RANKING"')) ?? ""
  const hash = /"protocols":\[\{"version":\d+,"hash":"([0-9a-f]{64})"/.exec(line)?.[1] ?? "none"
  const forged = line
    .replace(/"definition_json":"(?:[^"\\]|\\.)*"/, '"definition_json":"{"')
    .replaceAll(hash, sha256Hex("{"))
  expect(forged).not.toBe(line)
  const { record_hash: _, ...values } = JSON.parse(forged) as Row
  const signed = JSON.stringify({ ...values, record_hash: sha256Hex(writeRawRow(values)) })
  await expect(importInto(copy, [writeSource("b.jsonl", signed)])).rejects.toMatchObject({ code: "BAD_DATA" })
  expect({ ...(await storeCounts()), ImportRun: 0, ImportFile: 0 }).toEqual({
    ...before,
    ImportRun: 0,
    ImportFile: 0,
  })

  const other = await makeOtherProtocol()
  await expect(importInto(other, [writeSource("a.jsonl", lines)])).rejects.toThrow(
    /a protocol that this project does not have/,
  )
})

/** A project of another protocol in which somebody has worked. */
async function makeOtherProtocol(): Promise<string> {
  const slug = await newProject({ preset: "helpsteer3" })
  const found = await db().project.findUniqueOrThrow({ where: { slug } })
  const protocol = await db().protocolVersion.findFirstOrThrow({ where: { projectId: found.id } })
  const project = { ...found, protocol }
  const { task } = await createPair(project)
  await createAnnotation(project, task, await createUser(), { preference: "A" })
  return slug
}
