import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { leaseRequestSchema, leaseResponseSchema } from "@/core/annotate/wire"
import { sha256Hex } from "@/core/same-text"
import { requireProjectAccess } from "@/server/access"
import { askQuestion } from "@/server/annotate/ask-question"
import { leaseTasks } from "@/server/annotate/lease-tasks"
import { accountOf } from "@/server/annotate/require-annotator"
import { submitItems } from "@/server/annotate/submit-items"
import { answerQuestion, listQuestions } from "@/server/data/questions"
import { db } from "@/server/data/db"
import type { Person, World } from "@/tests/support/annotate-world"
import { makeWorld } from "@/tests/support/annotate-world"

async function lease(person: Person, request: object = {}) {
  // Parsed with the wire's own schema: nothing else may come.
  return leaseResponseSchema.parse(await leaseTasks(person.access, leaseRequestSchema.parse(request)))
}

async function publish(world: World, version: number, markdown: string, confirmRequired: boolean) {
  await db().guideline.create({
    data: { projectId: world.projectId, version, markdown, confirmRequired, hash: sha256Hex(markdown) },
  })
}

test("no new task before guidelines that ask for it are confirmed; what is held and answered stays", async () => {
  const world = await makeWorld({ tasks: 8, leaseAhead: 2, guidelines: "Read both." })
  const person = await world.person()
  const first = await lease(person)
  expect(first).toMatchObject({ state: "ok", guidelines: { version: 1, mustConfirm: false } })
  const [held] = first.tasks
  await publish(world, 2, "Read both.\n\nPrefer the shorter one.", true)

  const asked = await lease(person, { have: first.tasks.map((task) => task.token), knows: { guidelines: 1 } })
  expect(asked.state).toBe("confirm")
  expect(asked.tasks).toEqual([])
  expect(asked.held).toHaveLength(2)
  expect(asked.guidelines).toMatchObject({ version: 2, mustConfirm: true, changesSince: null })

  // Work in the outbox lands, bound to the version that was on the screen.
  const answer = await submitItems(person.access, {
    account: accountOf(person.userId),
    sentAt: new Date().toISOString(),
    items: [
      {
        key: randomUUID(),
        token: held?.token ?? "",
        seq: 1,
        kind: "verdict",
        protocolVersion: first.protocolVersion,
        guidelineVersion: 1,
        verdict: { side: "left", level: 1 },
      },
    ],
  })
  expect(answer.results).toMatchObject([{ status: "accepted" }])
  const [kept] = await db().annotation.findMany({
    where: { projectId: world.projectId },
    include: { guideline: true },
  })
  expect(kept?.guideline?.version).toBe(1)

  const still = await lease(person, { have: [first.tasks[1]?.token], knows: { guidelines: 2 } })
  expect(still).toMatchObject({ state: "confirm", tasks: [], guidelines: null })
  const confirmed = await lease(person, {
    have: [first.tasks[1]?.token],
    confirmed: 2,
    knows: { guidelines: 2 },
  })
  expect(confirmed).toMatchObject({ state: "ok", guidelines: null })
  expect(confirmed.tasks).toHaveLength(1)

  // A spelling asks nobody; the next one that does shows what changed since what was confirmed.
  await publish(world, 3, "Read both texts.\n\nPrefer the shorter one.", false)
  expect(await lease(person, { knows: {} })).toMatchObject({
    state: "ok",
    guidelines: { version: 3, mustConfirm: false },
  })
  await publish(world, 4, "Read both texts.\n\nPrefer the longer one.", true)
  const again = await lease(person, { knows: { guidelines: 3 } })
  expect(again).toMatchObject({ state: "confirm", guidelines: { version: 4, changesSince: 2 } })
  const removed = again.guidelines?.changes
    .filter((change) => change.kind === "removed")
    .map((one) => one.text)
  expect(removed?.join(" ")).toContain("shorter")
})

test("confirming a version that is not there, or of an earlier one, opens nothing", async () => {
  const world = await makeWorld({ tasks: 3, guidelines: "Read both." })
  const person = await world.person()
  await publish(world, 2, "Read both twice.", true)
  expect((await lease(person, { confirmed: 7 })).state).toBe("confirm")
  expect((await lease(person, { confirmed: 1 })).state).toBe("confirm")
  expect((await lease(person, { confirmed: 2 })).state).toBe("ok")
  // A newcomer is asked too.
  expect((await lease(await world.person())).state).toBe("confirm")
})

test("a question reaches those who run the project with its task; its answer reaches everybody, without a name", async () => {
  const world = await makeWorld({ tasks: 4, overlap: 2 })
  const [ada, ben] = [await world.person(), await world.person()]
  const admin = await world.person("REVIEWER")
  const tasks = await lease(ada)
  const question = {
    account: accountOf(ada.userId),
    key: randomUUID(),
    token: tasks.tasks[0]?.token ?? null,
    guidelineVersion: null,
    text: "May I look things up?",
  }
  await askQuestion(ada.access, question)
  await askQuestion(ada.access, question)
  await expect(
    askQuestion(ben.access, { ...question, account: accountOf(ben.userId), key: randomUUID() }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" })

  const actor = {
    kind: "user",
    userId: admin.userId,
    sessionId: randomUUID(),
    instanceRole: "MEMBER",
  } as const
  const access = await requireProjectAccess(actor, world.slug, "questions:answer", "tasks:read")
  const { rows, total } = await listQuestions(access, { state: "open", page: 1 })
  expect(total).toBe(1)
  expect(rows[0]).toMatchObject({ text: "May I look things up?", answer: null })
  expect(world.taskIds).toContain(rows[0]?.taskId)
  // Before it is answered nobody else hears of it.
  const before = await lease(ben)
  expect(before.answers).toEqual([])

  const id = rows[0]?.id ?? ""
  await answerQuestion(access, { id, wording: "", answer: "Yes, **everything** you like." })
  const heard = await lease(ben, { knows: { answers: before.answersStamp } })
  expect(heard.answers).toMatchObject([{ question: "May I look things up?", own: false }])
  expect(heard.answers?.[0]?.html).toContain("<strong>everything</strong>")
  expect((await lease(ada)).answers).toMatchObject([{ own: true }])
  expect((await lease(ben, { knows: { answers: heard.answersStamp } })).answers).toBeNull()
  expect(JSON.stringify(heard.answers)).not.toMatch(/Question number|people\.example/)

  await answerQuestion(access, {
    id,
    wording: "May one look things up?",
    answer: "Only what the guidelines name.",
  })
  await answerQuestion(access, { id, wording: "", answer: null })
  expect((await lease(ben)).answers).toEqual([])
  expect(await db().questionAnswer.count({ where: { questionId: id } })).toBe(3)
  const audit = await db().auditEvent.findMany({ where: { subjectId: id }, orderBy: { at: "asc" } })
  expect(audit.map((event) => event.action)).toEqual([
    "question:create",
    "question:answer",
    "question:answer",
    "question:withdraw-answer",
  ])
})
