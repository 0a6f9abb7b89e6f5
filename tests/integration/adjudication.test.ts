import { randomUUID } from "node:crypto"
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import { caseSchema, votesResponseSchema } from "@/core/adjudication/wire"
import type { RulingRequest } from "@/core/adjudication/wire"
import { rulingRequestSchema } from "@/core/adjudication/wire"
import { contestedQueryDefaults } from "@/core/lists/contested-query"
import type { ProjectAccess } from "@/server/access"
import { requireProjectAccess } from "@/server/access"
import { listBlindVotes } from "@/server/adjudication/list-blind-votes"
import { nextCases } from "@/server/adjudication/next-cases"
import { submitRuling } from "@/server/adjudication/submit-ruling"
import { listContested } from "@/server/data/adjudication/list-contested"
import { settleReview } from "@/server/data/adjudication/settle-review"
import { db } from "@/server/data/db"
import { exportToFolder } from "@/server/export/export-to-folder"
import type { Scene } from "@/tests/support/judged-project"
import { addAnswers, addPerson, addTask, createScene } from "@/tests/support/judged-project"

type Access = ProjectAccess<"adjudications:create" | "annotations:create" | "tasks:read">
type Desk = { readonly access: Access; readonly userId: string }

let scene: Scene
let slug: string
let voters: string[]
beforeEach(async () => {
  slug = `ruled-${randomUUID().slice(0, 8)}`
  scene = await createScene(slug)
  voters = [await addPerson(scene, "Ann Voter"), await addPerson(scene, "Ben Voter")]
})

async function reviewer(name: string): Promise<Desk> {
  const userId = await addPerson(scene, name)
  await db().membership.update({
    where: { projectId_userId: { projectId: scene.projectId, userId } },
    data: { role: "REVIEWER" },
  })
  const actor = { kind: "user", userId, sessionId: randomUUID(), instanceRole: "MEMBER" } as const
  const access = await requireProjectAccess(
    actor,
    slug,
    "adjudications:create",
    "annotations:create",
    "tasks:read",
  )
  return { access, userId }
}

/** A task on which the two voters differ. */
async function splitTask(prompt: string) {
  const task = await addTask(scene, prompt)
  await addAnswers(scene, task.id, voters[0] ?? "", [{ preference: "A", note: `${prompt}: A is right` }])
  await addAnswers(scene, task.id, voters[1] ?? "", [{ preference: "B", flag: "harmful" }])
  return task
}

const { page: _, ...everything } = contestedQueryDefaults
function next(desk: Desk, more: { want?: number; have?: string[]; aside?: string[]; only?: string } = {}) {
  return nextCases(desk.access, {
    filter: everything,
    want: 1,
    have: [],
    aside: [],
    only: undefined,
    ...more,
  })
}

type Served = Awaited<ReturnType<typeof next>>["cases"][number]
function rule(desk: Desk, one: Served, more: Partial<RulingRequest> = {}) {
  return submitRuling(
    desk.access,
    rulingRequestSchema.parse({
      task: one.taskId,
      positionA: one.pair?.positionA ?? 0,
      positionB: one.pair?.positionB ?? 1,
      criterion: one.pair?.criterion ?? "overall",
      verdict: { side: "left", level: 1 },
      shown: one.shown,
      reason: "as the guidelines say",
      sawVotes: false,
      known: one.known,
      ...more,
    }),
  )
}

const first = (answer: Awaited<ReturnType<typeof next>>): Served => {
  const [one] = answer.cases
  if (!one) throw new Error("Nothing to rule on.")
  return one
}

async function exported(settings = {}): Promise<Record<string, unknown>[]> {
  const folder = await mkdtemp(join(tmpdir(), "diptych-ruled-"))
  try {
    const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
    await exportToFolder(access, { format: "preference", settings }, folder)
    const files = await readdir(folder, { recursive: true })
    const texts = await Promise.all(
      files.filter((file) => file.endsWith(".jsonl")).map((file) => readFile(join(folder, file), "utf8")),
    )
    return texts
      .flatMap((text) => text.trimEnd().split("\n"))
      .filter((line) => line !== "")
      .map((line): Record<string, unknown> => JSON.parse(line))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe("the queue", () => {
  test("finds split votes, contradicting strengths and tasks in review; nothing else", async () => {
    const desk = await reviewer("Rae")
    const split = await splitTask("split")
    const agreed = await addTask(scene, "agreed")
    for (const voter of voters) await addAnswers(scene, agreed.id, voter, [{ preference: "A" }])
    const half = await addTask(scene, "only half of the votes")
    await addAnswers(scene, half.id, voters[0] ?? "", [{ preference: "A" }])
    const skipped = await addTask(scene, "skipped")
    await db().task.update({ where: { id: skipped.id }, data: { status: "REVIEW", open: false } })

    const { rows, total } = await listContested(desk.access, contestedQueryDefaults)
    expect(total).toBe(2)
    expect(rows.map((row) => [row.taskId, row.review, row.reasons])).toEqual([
      [skipped.id, true, []],
      [split.id, false, ["POSTERIOR", "SPLIT"]],
    ])
    const onlyReview = await listContested(desk.access, { ...contestedQueryDefaults, kind: "review" })
    expect(onlyReview.rows.map((row) => row.taskId)).toEqual([skipped.id])
  })

  test("follows later votes, exclusions and their reversal, counting only what changed", async () => {
    const desk = await reviewer("Rae")
    const task = await splitTask("split")
    const count = async () => (await listContested(desk.access, contestedQueryDefaults)).total
    expect(await count()).toBe(1)
    const exclusion = await db().exclusion.create({
      data: { projectId: scene.projectId, annotatorId: voters[1] ?? "", reason: "test" },
    })
    expect(await count()).toBe(0)
    await db().exclusion.create({
      data: { projectId: scene.projectId, reverses: exclusion.id, reason: "was right" },
    })
    expect(await count()).toBe(1)
    await db().task.update({ where: { id: task.id }, data: { overlap: 3, remaining: 1, open: true } })
    expect(await count()).toBe(0)
    expect((await listContested(desk.access, { ...contestedQueryDefaults, votes: "any" })).total).toBe(1)
    await addAnswers(scene, task.id, await addPerson(scene, "Cy"), [{ preference: "A" }])
    expect(await count()).toBe(0)
    await db().project.update({ where: { id: scene.projectId }, data: { contestedBelow: 0.99 } })
    expect(await count()).toBe(1)
  })

  test("gives no task to two people at once, whoever asks and how often", async () => {
    const desks = await Promise.all(["Rae", "Sam", "Tia", "Uri"].map(reviewer))
    for (let i = 0; i < 9; i++) await splitTask(`number ${i}`)
    const answers = await Promise.all(desks.map((desk) => next(desk, { want: 2 })))
    const given = answers.flatMap((answer) => answer.cases.map((one) => one.taskId))
    expect(given).toHaveLength(8)
    expect(new Set(given).size).toBe(8)
    // Asking again brings the same ones, on the same sides.
    const again = await Promise.all(desks.map((desk) => next(desk, { want: 2 })))
    const desksOf = (all: typeof answers) =>
      all.map((answer) =>
        answer.cases.map((one) => `${one.taskId} ${one.shown.join()}`).toSorted((a, b) => (a < b ? -1 : 1)),
      )
    expect(desksOf(again)).toEqual(desksOf(answers))
    const [one] = given
    await expect(next(desks[1] ?? fail(), { only: one ?? "" })).rejects.toMatchObject({ code: "CONFLICT" })
    await db().adjudicationLease.updateMany({ data: { expiresAt: new Date(0) } })
    const taken = await next(desks[1] ?? fail(), { only: one ?? "" })
    expect(taken.cases[0]?.taskId).toBe(one)
  })

  test("gives everybody their share, however closely they come together", async () => {
    const desks = await Promise.all(["Rae", "Sam", "Tia", "Uri", "Vic", "Wim"].map(reviewer))
    for (let i = 0; i < 12; i++) await splitTask(`number ${i}`)
    // Who is overtaken between the look and the lease looks again; many rounds, for it is a matter of microseconds.
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all(desks.map((desk) => next(desk, { want: 2 })))
      expect(answers.map((answer) => answer.cases.length)).toEqual(desks.map(() => 2))
      await db().adjudicationLease.deleteMany()
    }
  })

  test("balances the sides over an adjudicator's tasks", async () => {
    const desk = await reviewer("Rae")
    for (let i = 0; i < 10; i++) await splitTask(`number ${i}`)
    let left = 0
    for (let i = 0; i < 10; i++) {
      const one = first(await next(desk))
      if (one.shown[0] === 0) left++
      await rule(desk, one)
    }
    expect(Math.abs(left - 5)).toBeLessThanOrEqual(1)
  })

  test("marked words are those of the text as the desk shows it, with its names masked", async () => {
    const desk = await reviewer("Mae")
    const task = await addTask(scene, "marked")
    const [key] = task.models
    const from = key.length + 1
    await addAnswers(scene, task.id, voters[0] ?? "", [{ preference: "A" }])
    await addAnswers(scene, task.id, voters[1] ?? "", [
      {
        preference: "B",
        mark: { type: "broken", position: 0, spanStart: from, spanEnd: from + 7, comment: "odd" },
      },
    ])
    const { completionId } = await db().taskCompletion.findFirstOrThrow({
      where: { taskId: task.id, position: 0 },
    })
    await db().textMask.create({
      data: { completionId, spans: [[0, 0, key.length]], reason: "names its model" },
    })
    const one = first(await next(desk, { only: task.id }))
    const { votes } = await listBlindVotes(desk.access, {
      task: task.id,
      positionA: 0,
      positionB: 1,
      criterion: "overall",
      left: 0,
    })
    const [flag] = votes.flatMap((vote) => vote.flags)
    expect(flag).toEqual({ side: "left", label: "Broken text", comment: "odd", span: { start: 4, end: 11 } })
    expect(one.taskId).toBe(task.id)
    expect("[…] answers marked".slice(4, 11)).toBe("answers")
  })

  test("is blind: neither models nor people nor votes are in what the page gets", async () => {
    const desk = await reviewer("Rae")
    await splitTask("blind")
    const answer = await next(desk)
    const one = caseSchema.parse(first(answer))
    const votes = votesResponseSchema.parse(
      await listBlindVotes(desk.access, {
        task: one.taskId,
        positionA: 0,
        positionB: 1,
        criterion: "overall",
        left: one.shown[0] ?? 0,
      }),
    )
    expect(votes.votes).toHaveLength(2)
    expect(new Set(votes.votes.map((vote) => vote.verdict?.side))).toEqual(new Set(["left", "right"]))
    expect(votes.votes.map((vote) => vote.note).filter(Boolean)).toEqual(["blind: A is right"])
    const completions = await db().completion.findMany({ where: { projectId: scene.projectId } })
    const models = await db().model.findMany({ where: { projectId: scene.projectId } })
    // The scene's texts speak of their models; take them out before looking for leaks.
    const said = JSON.stringify({ ...answer, texts: {} }) + JSON.stringify(votes)
    for (const secret of [
      "Ann Voter",
      "Ben Voter",
      ...voters,
      ...completions.map((row) => row.id),
      ...models.map((row) => row.id),
      "aster",
      "birch",
    ]) {
      expect(said).not.toContain(secret)
    }
  })
})

describe("a ruling", () => {
  test("outranks the votes in an export, says so, deletes none, and can be left out", async () => {
    const desk = await reviewer("Rae")
    const task = await splitTask("ruled")
    expect(await exported()).toEqual([])
    const one = first(await next(desk))
    const { id } = await rule(desk, one, { verdict: { side: "right", level: 1 } })
    const better = one.shown[1] === 0 ? "A" : "B"
    expect(await db().adjudication.findUniqueOrThrow({ where: { id } })).toMatchObject({
      preference: better,
      shown: one.shown,
      reason: "as the guidelines say",
      sawVotes: false,
    })
    const [row] = await exported()
    expect(row).toMatchObject({ adjudicated: true, source: "adjudication", n_votes: 2, n_agreeing: 1 })
    const winner = task.models[better === "A" ? 0 : 1]
    expect(row?.["chosen_models"]).toEqual([winner])
    expect(await exported({ rulings: "ignore" })).toEqual([])
    expect(await db().annotation.count({ where: { taskId: task.id } })).toBe(2)
  })

  test("closes the task for further votes, and opens it again when it is taken back", async () => {
    const desk = await reviewer("Rae")
    const task = await splitTask("closed")
    await db().task.update({ where: { id: task.id }, data: { overlap: 3, remaining: 1, open: true } })
    const one = first(await next(desk, { only: task.id }))
    const { id } = await rule(desk, one)
    const state = () =>
      db().task.findUniqueOrThrow({ where: { id: task.id }, select: { status: true, open: true } })
    expect(await state()).toEqual({ status: "RULED", open: false })
    await rule(desk, one, { verdict: null, known: id, reason: "" })
    expect(await state()).toEqual({ status: "ACTIVE", open: true })
    expect(await db().adjudication.count({ where: { taskId: task.id } })).toBe(2)
    expect((await listContested(desk.access, { ...contestedQueryDefaults, votes: "any" })).total).toBe(1)
    const audit = await db().auditEvent.findMany({ where: { subjectId: task.id }, orderBy: { at: "asc" } })
    expect(audit.map((event) => event.action)).toEqual(["adjudication:create", "adjudication:withdraw"])
  })

  test("on a pair that a colleague ruled on meanwhile is told, and replaces only knowingly", async () => {
    const [rae, sam] = [await reviewer("Rae"), await reviewer("Sam")]
    await splitTask("both")
    const one = first(await next(rae))
    await db().adjudicationLease.updateMany({ data: { expiresAt: new Date(0) } })
    const other = first(await next(sam))
    expect(other.taskId).toBe(one.taskId)
    const theirs = await rule(sam, other)
    await expect(rule(rae, one)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { reason: "ruled-meanwhile", ruling: theirs.id },
    })
    const seen = first(await next(rae, { only: one.taskId }))
    expect(seen.standing).toMatchObject({ id: theirs.id, own: false })
    await rule(rae, seen, { verdict: { side: "tie", bothBad: false } })
    expect(await db().adjudication.count({ where: { taskId: one.taskId } })).toBe(2)
    expect(await exported()).toEqual([])
  })

  test("of two made at the same moment, one lands and one is told", async () => {
    const [rae, sam] = [await reviewer("Rae"), await reviewer("Sam")]
    await splitTask("race")
    const one = first(await next(rae))
    const outcomes = await Promise.allSettled([rule(rae, one), rule(sam, one), rule(rae, one)])
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1)
    expect(await db().adjudication.count({ where: { taskId: one.taskId } })).toBe(1)
  })

  test("is never changed in place", async () => {
    const desk = await reviewer("Rae")
    await splitTask("kept")
    const { id } = await rule(desk, first(await next(desk)))
    await expect(
      db().adjudication.update({ where: { id }, data: { preference: "TIE", level: null } }),
    ).rejects.toThrow()
    await expect(db().adjudication.delete({ where: { id } })).rejects.toThrow()
  })

  test("needs its reason where the project asks for one, and none of those who voted where it says so", async () => {
    const desk = await reviewer("Rae")
    await splitTask("settings")
    await db().project.update({ where: { id: scene.projectId }, data: { rulingReason: true } })
    const one = first(await next(desk))
    await expect(rule(desk, one, { reason: "  " })).rejects.toMatchObject({ code: "INVALID_INPUT" })
    await addAnswers(scene, one.taskId, desk.userId, [{ preference: "A", status: "SURPLUS" }])
    expect(first(await next(desk)).ownVote).toBe(true)
    await db().project.update({ where: { id: scene.projectId }, data: { rulingByVoters: false } })
    await expect(rule(desk, one)).rejects.toMatchObject({ code: "FORBIDDEN" })
    await db().adjudicationLease.deleteMany({})
    expect((await next(desk)).cases).toEqual([])
  })

  test("becomes a control task with its reason where asked, and no more when it is taken back", async () => {
    const desk = await reviewer("Rae")
    const task = await splitTask("gold")
    const one = first(await next(desk))
    await expect(rule(desk, one, { gold: true, reason: "" })).rejects.toMatchObject({ code: "INVALID_INPUT" })
    expect(await db().adjudication.count({ where: { taskId: task.id } })).toBe(0)
    const made = await rule(desk, one, { gold: true })
    expect(made.gold).toBe(true)
    const ruling = await db().adjudication.findUniqueOrThrow({ where: { id: made.id } })
    expect(await db().gold.findUniqueOrThrow({ where: { taskId: task.id } })).toMatchObject({
      preference: ruling.preference,
      reason: "as the guidelines say",
      createdById: desk.userId,
    })
    const status = async () =>
      (await db().task.findUniqueOrThrow({ where: { id: task.id }, select: { status: true } })).status
    expect(await status()).toBe("GOLD")
    await rule(desk, one, { verdict: null, known: made.id })
    expect(await db().gold.count({ where: { taskId: task.id } })).toBe(0)
    expect(await status()).toBe("ACTIVE")
  })

  test("offers only what the protocol offers, and only pairs of the task", async () => {
    const desk = await reviewer("Rae")
    await splitTask("scale")
    const one = first(await next(desk))
    await expect(rule(desk, one, { verdict: { side: "left", level: 3 } })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    })
    await expect(rule(desk, one, { positionB: 2, shown: [0, 2] })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    })
  })
})

test("a task in review goes back to the queue with its skips counted anew, or out of it", async () => {
  const desk = await reviewer("Rae")
  const [back, out] = [await addTask(scene, "back"), await addTask(scene, "out")]
  for (const { id } of [back, out])
    await db().task.update({ where: { id }, data: { status: "REVIEW", open: false, skips: 3 } })
  await settleReview(desk.access, { task: back.id, to: "queue", reason: "" })
  await settleReview(desk.access, { task: out.id, to: "retire", reason: "broken text" })
  expect(await db().task.findUniqueOrThrow({ where: { id: back.id } })).toMatchObject({
    status: "ACTIVE",
    open: true,
    skips: 0,
  })
  expect(await db().task.findUniqueOrThrow({ where: { id: out.id } })).toMatchObject({
    status: "RETIRED",
    open: false,
  })
  await expect(settleReview(desk.access, { task: back.id, to: "queue", reason: "" })).rejects.toMatchObject({
    code: "CONFLICT",
  })
  expect((await listContested(desk.access, contestedQueryDefaults)).total).toBe(0)
})

function fail(): never {
  throw new Error("unreachable")
}
