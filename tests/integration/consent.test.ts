import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { requireProjectAccess } from "@/server/access"
import { listOwnConsents } from "@/server/consent/list-own-consents"
import {
  createConsentAnswer,
  createConsentText,
  getOwnConsent,
  listConsentVersions,
} from "@/server/data/consent"
import { db } from "@/server/data/db"
import {
  createQuestion,
  deleteOwnDemographics,
  listCountedQuestions,
  listUnasked,
  retireQuestion,
  saveDemographics,
} from "@/server/data/demographics"
import { claim, sendOne, verdict } from "@/tests/support/annotate-client"
import { makeWorld } from "@/tests/support/annotate-world"
import { leaseTasks } from "@/server/annotate/lease-tasks"
import { leaseRequestSchema } from "@/core/annotate/wire"

const cli = { kind: "cli" } as const
const lease = async (access: Parameters<typeof leaseTasks>[0]) =>
  leaseTasks(access, leaseRequestSchema.parse({ want: 3 }))

async function worldAndAdmin(tasks = 5) {
  const world = await makeWorld({ tasks })
  return { world, admin: await requireProjectAccess(cli, world.slug, "project:update") }
}

test("without a consent text nobody is asked and tasks come at once", async () => {
  const { world } = await worldAndAdmin()
  const { access, userId } = await world.person()
  expect(await getOwnConsent(access, userId)).toBeNull()
  expect(await listUnasked(access, userId)).toEqual([])
  expect((await lease(access)).tasks).toHaveLength(3)
})

test("no task before a yes; a no is recorded and can turn into a yes; a new version asks again", async () => {
  const { world, admin } = await worldAndAdmin()
  const { access, userId } = await world.person()
  await createConsentText(admin, { markdown: "First.", basedOn: 0 })
  await expect(lease(access)).rejects.toMatchObject({ code: "GONE", details: { reason: "consent" } })
  await createConsentAnswer(access, userId, { version: 1, accepted: false })
  expect(await getOwnConsent(access, userId)).toMatchObject({ version: 1, accepted: false })
  await expect(lease(access)).rejects.toMatchObject({ code: "GONE" })
  await createConsentAnswer(access, userId, { version: 1, accepted: true })
  expect((await lease(access)).tasks).toHaveLength(3)

  await createConsentText(admin, { markdown: "Second.", basedOn: 1 })
  expect(await getOwnConsent(access, userId)).toMatchObject({ version: 2, accepted: null })
  await expect(lease(access)).rejects.toMatchObject({ code: "GONE" })
  await expect(createConsentAnswer(access, userId, { version: 1, accepted: true })).rejects.toMatchObject({
    code: "CONFLICT",
  })
  // Switched off: nobody is asked.
  await createConsentText(admin, { markdown: " ", basedOn: 2 })
  expect(await getOwnConsent(access, userId)).toBeNull()
  expect((await lease(access)).held.length + (await lease(access)).tasks.length).toBeGreaterThan(0)

  const answers = await db().consentAnswer.findMany({ where: { userId }, orderBy: { createdAt: "asc" } })
  expect(answers.map((row) => row.accepted)).toEqual([false, true])
  const events = await db().auditEvent.findMany({ where: { subjectId: userId }, orderBy: { at: "asc" } })
  expect(events.map((row) => row.action)).toEqual(["consent:refuse", "consent:accept"])
  expect(await listConsentVersions(admin)).toMatchObject([
    { version: 3, empty: true },
    { version: 2, accepted: 0, refused: 0 },
    { version: 1, accepted: 1, refused: 0 },
  ])
})

test("what was answered before the text changed is still taken in", async () => {
  const { world, admin } = await worldAndAdmin()
  const person = await world.person()
  const { leases } = await claim(person)
  await createConsentText(admin, { markdown: "New.", basedOn: 0 })
  const [first] = leases
  expect(await sendOne(person, verdict(first?.token ?? ""))).toMatchObject({
    status: "accepted",
  })
})

test("an unchanged text makes no version, two writers do not overwrite each other", async () => {
  const { admin } = await worldAndAdmin()
  expect(await createConsentText(admin, { markdown: "Same.", basedOn: 0 })).toEqual({ version: 1 })
  expect(await createConsentText(admin, { markdown: "Same.\n", basedOn: 1 })).toEqual({ version: 1 })
  await expect(createConsentText(admin, { markdown: "Other.", basedOn: 0 })).rejects.toMatchObject({
    code: "CONFLICT",
  })
})

test("voluntary questions: asked once, kept apart, counted with small cells hidden", async () => {
  const { world, admin } = await worldAndAdmin()
  await createQuestion(admin, { text: "Age?", choices: ["young", "old"] })
  const people = await Promise.all(Array.from({ length: 14 }, async () => world.person()))
  for (const [index, { access, userId }] of people.entries()) {
    const [question, ...more] = await listUnasked(access, userId)
    expect(more).toEqual([])
    const chosen =
      index === 13 ? new Map<string, number>() : new Map([[question?.id ?? "", index < 8 ? 0 : 1]])
    await saveDemographics(access, userId, chosen)
    expect(await listUnasked(access, userId)).toEqual([])
  }
  // 8 young, 5 old, 1 unsaid: the one is hidden, and the five with it.
  expect(await listCountedQuestions(admin)).toMatchObject([
    { text: "Age?", total: 14, cells: [8, null], unsaid: null },
  ])
  const rows = await db().demographicAnswer.findMany({ where: { question: { projectId: world.projectId } } })
  expect(Object.keys(rows[0] ?? {}).sort()).toEqual(["choice", "pseudonym", "questionId"])
  expect(JSON.stringify(rows)).not.toContain(people[0]?.userId)
  const audited = JSON.stringify(
    await db().auditEvent.findMany({
      where: { projectId: world.projectId },
      select: { action: true, actorId: true, subjectId: true, before: true, after: true },
    }),
  )
  for (const person of people) expect(audited).not.toContain(person.userId)
})

test("what is none of the choices is refused, own answers can be removed, a retired question is asked of nobody", async () => {
  const { world, admin } = await worldAndAdmin()
  await createQuestion(admin, { text: "Hand?", choices: ["left", "right"] })
  const { access, userId } = await world.person()
  const id = (await listUnasked(access, userId))[0]?.id ?? ""
  await expect(saveDemographics(access, userId, new Map([[id, 2]]))).rejects.toMatchObject({
    code: "INVALID_INPUT",
  })
  await saveDemographics(access, userId, new Map([[id, 1]]))
  const actor = { kind: "user", userId, sessionId: randomUUID(), instanceRole: "MEMBER" } as const
  expect(await listOwnConsents(actor)).toMatchObject([{ slug: world.slug, accepted: null, questions: true }])
  await deleteOwnDemographics(access, userId)
  expect(await listOwnConsents(actor)).toEqual([])
  expect(await listUnasked(access, userId)).toHaveLength(1)
  await retireQuestion(admin, id, false)
  expect(await listUnasked(access, userId)).toEqual([])
  await expect(retireQuestion(admin, id, false)).rejects.toMatchObject({ code: "NOT_FOUND" })
  await retireQuestion(admin, id, true)
  expect(await listCountedQuestions(admin)).toEqual([])
})
