import { beforeEach, describe, expect, it } from "vitest"
import { requireProjectAccess } from "@/server/access"
import { isCounted } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"
import {
  excludeAnswers,
  listExclusions,
  previewExclusion,
  reopenTasks,
  reverseExclusion,
} from "@/server/data/reliability/exclusions"
import { pauseMember } from "@/server/data/reliability/pause-member"
import { getReliability, listReliability } from "@/server/reliability/list-reliability"
import { addAnswers, addPerson, addTask, createScene, type Scene } from "@/tests/support/judged-project"

let scene: Scene
let serial = 0
const cli = { kind: "cli" } as const
const accessOf = (slug: string) =>
  requireProjectAccess(cli, slug, "annotations:read", "members:read", "members:update", "annotations:exclude")

beforeEach(async () => {
  scene = await createScene(`people-${serial++}`, { overlap: 2 })
})

async function makeGold(taskId: string, preference: "A" | "B" | "TIE", retired = false) {
  await db().gold.create({
    data: { taskId, preference, reason: "known", ...(retired && { retiredAt: new Date() }) },
  })
}

async function slotsOf(taskId: string) {
  const { taken, counted, remaining, open } = await db().task.findUniqueOrThrow({ where: { id: taskId } })
  return { taken, counted, remaining, open }
}

async function countCounted(): Promise<number> {
  const [row] = await db().$queryRaw<[{ n: number }]>`
    SELECT count(*)::int AS "n" FROM "Annotation" a JOIN "Assignment" s ON s."id" = a."assignmentId"
    WHERE a."projectId" = ${scene.projectId}::uuid AND ${isCounted}`
  return row.n
}

describe("the figures of a person", () => {
  it("are those of the rows: gold, agreement, repeats, sides, pace; nothing excluded or taken back", async () => {
    const access = await accessOf(scene.access.slug)
    const [ann, ben] = [await addPerson(scene, "Ann"), await addPerson(scene, "Ben")]
    const tasks = []
    for (let i = 0; i < 6; i++) tasks.push((await addTask(scene, `p${i}`)).id)
    const [same, differ, gold, wrong, retired, gone] = tasks as [
      string,
      string,
      string,
      string,
      string,
      string,
    ]
    await addAnswers(scene, same, ann, [{ preference: "A", activeMs: 1, shown: [0, 1] }])
    await addAnswers(scene, same, ben, [{ preference: "A", shown: [1, 0] }])
    await addAnswers(scene, differ, ann, [{ preference: "B", activeMs: 9_000_000 }])
    await addAnswers(scene, differ, ben, [{ preference: "TIE" }])
    await addAnswers(scene, same, ann, [{ preference: "B" }], { purpose: "REPEAT" })
    await makeGold(gold, "A")
    await makeGold(wrong, "TIE")
    await makeGold(retired, "A", true)
    await addAnswers(scene, gold, ann, [{ preference: "A" }], { purpose: "GOLD" })
    await addAnswers(scene, wrong, ann, [{ preference: "TIE", bothBad: true }], { purpose: "GOLD" })
    await addAnswers(scene, retired, ann, [{ preference: "B" }], { purpose: "GOLD" })
    await addAnswers(scene, gone, ann, [{ preference: "A" }, { status: "WITHDRAWN" }])
    const left = await addAnswers(scene, gone, ben, [{ preference: "A" }])
    await db().exclusion.create({ data: { projectId: scene.projectId, annotationId: left, reason: "spam" } })

    const { person } = await getReliability(access, ann)
    expect(person.figures.gold).toMatchObject({ hits: 1, n: 2 })
    expect(person.figures.consistency).toMatchObject({ hits: 0, n: 1 })
    expect(person.figures.agreement).toMatchObject({ value: { agreeing: 1, pairs: 2 } })
    // Left: A of (0, 1) on `same` and gold; right: both B. The tie takes no side.
    expect(person.figures.left).toMatchObject({ hits: 2, n: 4 })
    expect(person.pace.below).toMatchObject({ hits: 1, n: 2 })
    expect(person).toMatchObject({ concern: "none", excluded: 0, flags: [] })
    const other = (await getReliability(access, ben)).person
    expect(other).toMatchObject({ excluded: 1, figures: { answers: 2, left: { hits: 0, n: 1 } } })
    await expect(getReliability(access, scene.projectId)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("put a person who is wrong on most gold first, with the figures behind it", async () => {
    const access = await accessOf(scene.access.slug)
    const [ann, ben] = [await addPerson(scene, "Ann"), await addPerson(scene, "Ben")]
    for (let i = 0; i < 14; i++) {
      const { id } = await addTask(scene, `gold ${i}`)
      await makeGold(id, "A")
      await addAnswers(scene, id, ann, [{ preference: "A" }], { purpose: "GOLD" })
      await addAnswers(scene, id, ben, [{ preference: i < 4 ? "A" : "B" }], { purpose: "GOLD" })
    }
    const { people } = await listReliability(access)
    expect(people.map((one) => one.name)).toEqual(["Ben", "Ann"])
    expect(people[0]?.concern).toBe("flagged")
    expect(people[0]?.flags[0]).toMatchObject({ habit: "chance" })
    expect(people[0]?.flags[0]?.figures[0]).toContain("4 of 14")
    expect(people[1]?.concern).toBe("none")
  })
})

describe("leaving a person's answers out", () => {
  it("is previewed, reopens their tasks for others, and can be taken back", async () => {
    const access = await accessOf(scene.access.slug)
    const [ann, ben, cat] = [
      await addPerson(scene, "Ann"),
      await addPerson(scene, "Ben"),
      await addPerson(scene, "Cat"),
    ]
    const early = (await addTask(scene, "early")).id
    const late = (await addTask(scene, "late")).id
    const full = (await addTask(scene, "full")).id
    const yesterday = new Date(Date.now() - 86_400_000)
    await addAnswers(scene, early, ann, [{ preference: "A", at: yesterday }])
    await addAnswers(scene, late, ann, [{ preference: "A" }])
    await addAnswers(scene, full, ann, [{ preference: "A" }])
    await addAnswers(scene, full, ben, [{ preference: "A" }])
    const from = new Date(Date.now() - 3_600_000)

    expect(await previewExclusion(access, ann, from)).toMatchObject({ answers: 2, counted: 2, tasks: 2 })
    expect(await previewExclusion(access, ann, null)).toMatchObject({ answers: 3, counted: 3, tasks: 3 })
    const done = await excludeAnswers(access, ann, { fromAt: from, reason: "clicked through", reopen: false })
    expect(done).toMatchObject({ answers: 2, reopened: 0 })
    expect(await countCounted()).toBe(2)
    expect(await slotsOf(full)).toEqual({ taken: 2, counted: 2, remaining: 0, open: false })
    await expect(
      excludeAnswers(access, ann, { fromAt: from, reason: "again", reopen: true }),
    ).rejects.toMatchObject({ code: "CONFLICT" })

    expect(await reopenTasks(access, ann)).toEqual({ reopened: 2 })
    expect(await reopenTasks(access, ann)).toEqual({ reopened: 0 })
    expect(await slotsOf(full)).toEqual({ taken: 1, counted: 1, remaining: 1, open: true })
    expect(await slotsOf(late)).toEqual({ taken: 0, counted: 0, remaining: 2, open: true })
    expect(await slotsOf(early)).toEqual({ taken: 1, counted: 1, remaining: 1, open: true })
    expect(await listExclusions(access, ann)).toMatchObject([
      { id: done.id, answers: 2, holding: 0, reversedAt: null },
    ])

    // Somebody else takes the slot of `full`; only `late` can come back.
    await addAnswers(scene, full, cat, [{ preference: "B" }])
    expect(await reverseExclusion(access, done.id, "it was fine")).toEqual({ restored: 1, keptOut: 1 })
    expect(await slotsOf(full)).toEqual({ taken: 2, counted: 2, remaining: 0, open: false })
    expect(await slotsOf(late)).toEqual({ taken: 1, counted: 1, remaining: 1, open: true })
    expect(await countCounted()).toBe(4)
    await expect(reverseExclusion(access, done.id, "again")).rejects.toMatchObject({ code: "CONFLICT" })
    expect(await listExclusions(access, ann)).toMatchObject([{ answers: 0, reversedReason: "it was fine" }])

    const events = await db().auditEvent.findMany({
      where: {
        projectId: scene.projectId,
        action: { in: ["annotation:exclude", "task:reopen", "annotation:include"] },
      },
      orderBy: { id: "asc" },
    })
    expect(events.map((event) => event.action).toSorted()).toEqual([
      "annotation:exclude",
      "annotation:include",
      "task:reopen",
    ])
  })

  it("keeps what the person answers afterwards", async () => {
    const access = await accessOf(scene.access.slug)
    const ann = await addPerson(scene, "Ann")
    const [one, two] = [(await addTask(scene, "one")).id, (await addTask(scene, "two")).id]
    await addAnswers(scene, one, ann, [{ preference: "A" }])
    await excludeAnswers(access, ann, { fromAt: null, reason: "trial day", reopen: true })
    await addAnswers(scene, two, ann, [{ preference: "A", at: new Date(Date.now() + 1000) }])
    expect(await countCounted()).toBe(1)
    expect((await getReliability(access, ann)).person).toMatchObject({ excluded: 1, figures: { answers: 1 } })
  })
})

describe("pausing", () => {
  it("gives what the person holds back to the others, and is undone by resuming", async () => {
    const access = await accessOf(scene.access.slug)
    const ann = await addPerson(scene, "Ann")
    const { id } = await addTask(scene, "held")
    await db().assignment.create({
      data: {
        token: `held-${serial}`,
        projectId: scene.projectId,
        taskId: id,
        annotatorId: ann,
        holdsSlot: true,
        shown: [0, 1],
        leaseExpiresAt: new Date(Date.now() + 600_000),
      },
    })
    await db().task.update({ where: { id }, data: { taken: 1, remaining: 1 } })
    expect(await pauseMember(access, ann, { paused: true, reason: "to talk" })).toEqual({ released: 1 })
    expect(await slotsOf(id)).toEqual({ taken: 0, counted: 0, remaining: 2, open: true })
    expect((await getReliability(access, ann)).person.pausedAt).not.toBeNull()
    expect(await pauseMember(access, ann, { paused: false, reason: "talked" })).toEqual({ released: 0 })
    expect((await getReliability(access, ann)).person.pausedAt).toBeNull()
    await expect(
      pauseMember(access, scene.projectId, { paused: true, reason: "nobody" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
