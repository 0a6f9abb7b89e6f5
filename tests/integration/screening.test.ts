import { beforeEach, describe, expect, it } from "vitest"
import type { ScreeningSettings } from "@/core/screening/settings"
import { requireProjectAccess } from "@/server/access"
import { lessonResponseSchema } from "@/core/annotate/lesson"
import { leaseTasks } from "@/server/annotate/lease-tasks"
import { getOwnProgress } from "@/server/annotate/get-own-progress"
import { getLesson } from "@/server/annotate/get-lesson"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import { db } from "@/server/data/db"
import { findScreeningGate } from "@/server/data/screening/gate"
import {
  decideScreening,
  enrolForScreening,
  gradeScreening,
  listScreeningPeople,
  updateEntry,
  updateScreening,
} from "@/server/data/screening/admin"
import { getReliability } from "@/server/reliability/list-reliability"
import { claim, sendOne, verdict } from "@/tests/support/annotate-client"
import { makeWorld, type Person, type World } from "@/tests/support/annotate-world"

const settings: ScreeningSettings = {
  parts: [
    { kind: "gold", name: "ranking", title: "Comparing", tasks: 2, threshold: 0.5 },
    { kind: "gold", name: "sensitive", title: "Sensitive content", tasks: 2, threshold: 1 },
  ],
  attempts: 2,
  waitHours: 24,
}
let screening: World

const adminOf = (slug: string) =>
  requireProjectAccess({ kind: "cli" }, slug, "project:update", "members:read", "members:update")
const leaseRequest = { have: [], answered: [], knows: {} }
const gateOf = (person: Person) => findScreeningGate(requireAnnotator(person.access))

/** Twelve gold tasks, six of each part, in all of which A (stored position 0) is right. */
beforeEach(async () => {
  screening = await makeWorld({ tasks: 12, leaseAhead: 20 })
  for (const [n, taskId] of screening.taskIds.entries()) {
    const part = n % 2 === 0 ? "ranking" : "sensitive"
    await db().gold.create({ data: { taskId, preference: "A", reason: "B is wrong.", part } })
  }
  await updateScreening(await adminOf(screening.slug), settings)
})

/** Takes the running attempt, with so many wrong answers at the end. Answers the parts of its tasks. */
async function takeAttempt(person: Person, wrong: number): Promise<string[]> {
  const { leases } = await claim(person)
  const parts = await db().gold.findMany({ where: { taskId: { in: leases.map((one) => one.taskId) } } })
  for (const [n, lease] of leases.entries()) {
    const right = n < leases.length - wrong
    const side = (lease.shown[0] === 0) === right ? "left" : "right"
    await sendOne(person, verdict(lease.token, { verdict: { side, level: 1 } }))
  }
  return parts.map((gold) => gold.part ?? "")
}

describe("a screening", () => {
  it("gives so many tasks of each part and no more, passes by part, and keeps the result", async () => {
    const ann = await screening.person()
    expect((await getOwnProgress(ann.access, {})).left).toEqual({ count: 4, atLeast: false })
    expect(await gateOf(ann)).toBeNull()
    expect((await takeAttempt(ann, 0)).toSorted()).toEqual(["ranking", "ranking", "sensitive", "sensitive"])
    expect(await claim(ann)).toMatchObject({ state: "empty", leases: [] })
    expect(await gateOf(ann)).toMatchObject({ kind: "own", state: { kind: "passed" } })
    await expect(leaseTasks(ann.access, leaseRequest)).rejects.toMatchObject({
      code: "GONE",
      details: { reason: "screening" },
    })
    // A pass is for good.
    const parts = settings.parts.map((part) => ({
      ...part,
      threshold: 1,
      tasks: 5,
    })) as ScreeningSettings["parts"]
    await updateScreening(await adminOf(screening.slug), { ...settings, parts })
    expect(await gateOf(ann)).toMatchObject({ state: { kind: "passed" } })
  })

  it("fails with the reasons, waits, gives other tasks to the next attempt, and then no more", async () => {
    const ben = await screening.person()
    await takeAttempt(ben, 4)
    const gate = await gateOf(ben)
    expect(gate).toMatchObject({
      kind: "own",
      state: {
        kind: "waiting",
        result: {
          attempt: 1,
          passed: false,
          parts: [
            { name: "ranking", reached: 0, of: 2, threshold: 0.5, passed: false },
            { name: "sensitive", reached: 0, of: 2, threshold: 1, passed: false },
          ],
        },
      },
    })
    expect((await claim(ben)).leases).toEqual([])
    const first = await db().assignment.findMany({ where: { annotatorId: ben.userId } })
    await passTime(screening.projectId)
    expect(await gateOf(ben)).toBeNull()
    await takeAttempt(ben, 1)
    const both = await db().assignment.findMany({ where: { annotatorId: ben.userId } })
    expect(both).toHaveLength(8)
    expect(new Set(both.map((one) => one.taskId)).size).toBe(8)
    expect(first).toHaveLength(4)
    const [person] = await listScreeningPeople(await adminOf(screening.slug))
    expect(person?.results).toHaveLength(2)
    await passTime(screening.projectId)
    expect((await gateOf(ben))?.kind).toBe("own")
    expect((await claim(ben)).leases).toEqual([])
  })

  it("leaves retired gold out: another task stands in", async () => {
    const ann = await screening.person()
    const { leases } = await claim(ann)
    const [first] = leases
    if (!first) throw new Error("no task")
    await sendOne(ann, verdict(first.token))
    await db().gold.update({
      where: { taskId: first.taskId },
      data: { retiredAt: new Date(), retiredReason: "leaked" },
    })
    expect((await claim(ann)).leases).toHaveLength(4)
  })

  it("waits for a score, and an admin's word can end it", async () => {
    const admin = await adminOf(screening.slug)
    const graded: ScreeningSettings["parts"][number] = {
      kind: "graded",
      name: "writing",
      title: "Writing",
      most: 7,
      threshold: 6,
    }
    await updateScreening(admin, { ...settings, parts: [...settings.parts, graded] })
    const [ann, ben] = [await screening.person(), await screening.person()]
    await takeAttempt(ann, 0)
    expect(await gateOf(ann)).toMatchObject({ state: { kind: "grading" } })
    await expect(gradeScreening(admin, ann.userId, { part: "writing", score: 8 })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    })
    await gradeScreening(admin, ann.userId, { part: "writing", score: 6.5 })
    expect(await gateOf(ann)).toMatchObject({ state: { kind: "passed" } })
    await decideScreening(admin, ben.userId, { passed: true, reason: "Known from before." })
    expect(await gateOf(ben)).toMatchObject({
      state: { kind: "passed", result: { reason: "Known from before." } },
    })
    await expect(decideScreening(admin, ben.userId, { passed: false, reason: "No." })).rejects.toMatchObject({
      code: "CONFLICT",
    })
  })
})

describe("a project that asks for a screening", () => {
  it("gives annotators no task before they pass, and the way there", async () => {
    const project = await makeWorld({ tasks: 3 })
    const admin = await adminOf(project.slug)
    await expect(updateEntry(admin, { requires: project.slug, showReasons: false })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    })
    await updateEntry(admin, { requires: screening.slug, showReasons: false })
    const ann = await project.person()
    const boss = await project.person("ADMIN")
    expect(await gateOf(boss)).toBeNull()
    expect(await gateOf(ann)).toMatchObject({
      kind: "required",
      project: { slug: screening.slug },
      state: null,
    })
    await expect(leaseTasks(ann.access, leaseRequest)).rejects.toMatchObject({ code: "GONE" })

    expect(await enrolForScreening(requireAnnotator(ann.access))).toEqual({ slug: screening.slug })
    await enrolForScreening(requireAnnotator(ann.access))
    const actor = ann.access.actor
    const taker: Person = {
      ...ann,
      access: await requireProjectAccess(actor, screening.slug, "annotations:create"),
    }
    expect(await gateOf(ann)).toMatchObject({ kind: "required", state: { kind: "open" } })
    await takeAttempt(taker, 0)
    expect(await gateOf(ann)).toBeNull()
    expect((await leaseTasks(ann.access, leaseRequest)).tasks.length).toBeGreaterThan(0)
    // Leaving the screening's project takes nothing back.
    await db().membership.delete({
      where: { projectId_userId: { projectId: screening.projectId, userId: ann.userId } },
    })
    expect(await gateOf(ann)).toBeNull()
  })
})

describe("training", () => {
  it("tells after each answer whether it was right and why, and nothing where the project does not train", async () => {
    const ann = await screening.person()
    const { leases } = await claim(ann)
    const [first, second] = leases
    if (!first || !second) throw new Error("no task")
    await sendOne(ann, verdict(first.token))
    expect(await getLesson(ann.access)).toEqual({ lesson: null })

    await updateEntry(await adminOf(screening.slug), { requires: null, showReasons: true })
    const right = second.shown[0] === 0 ? "left" : "right"
    const wrong = right === "left" ? "right" : "left"
    await sendOne(ann, verdict(second.token, { verdict: { side: wrong, level: 1 } }))
    expect(lessonResponseSchema.parse(await getLesson(ann.access))).toEqual({
      lesson: {
        token: second.token,
        right: false,
        answer: { side: right, level: 1 },
        reason: "B is wrong.",
      },
    })
    // Whoever corrects an answer after that is taken at their first word.
    await sendOne(ann, verdict(second.token, { verdict: { side: right, level: 1 } }))
    const access = await requireProjectAccess(
      { kind: "cli" },
      screening.slug,
      "annotations:read",
      "members:read",
    )
    const { person } = await getReliability(access, ann.userId)
    const firstRight = first.shown[0] === 0
    expect(person.figures.gold).toMatchObject({ hits: firstRight ? 1 : 0, n: 2 })
  })
})

/** Everything so far happened two days earlier. */
async function passTime(projectId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('diptych.erasing', 'on', true)`
    await tx.$executeRaw`UPDATE "Annotation" SET "createdAt" = "createdAt" - interval '2 days' WHERE "projectId" = ${projectId}::uuid`
    await tx.$executeRaw`UPDATE "ScreeningResult" SET "createdAt" = "createdAt" - interval '2 days' WHERE "projectId" = ${projectId}::uuid`
  })
}
