import { expect, test } from "vitest"
import { db, pool } from "@/server/data/db"
import { claim, sendOne, skip, verdict } from "@/tests/support/annotate-client"
import type { Person } from "@/tests/support/annotate-world"
import { brokenTasks, makeWorld } from "@/tests/support/annotate-world"

async function lapse(projectId: string): Promise<void> {
  await pool().query(
    `UPDATE "Assignment" SET "leaseExpiresAt" = now() - interval '1 second' WHERE "projectId" = $1 AND "state" = 'LEASED'`,
    [projectId],
  )
}
const tokens = (claimed: { leases: readonly { token: string }[] }) =>
  claimed.leases.map((lease) => lease.token)
const taskIds = (claimed: { leases: readonly { taskId: string }[] }) =>
  claimed.leases.map((lease) => lease.taskId)

test("a reload gets the same tasks with the same sides, a second tab too", async () => {
  const world = await makeWorld({ tasks: 20 })
  const person = await world.person()
  const [first, second] = await Promise.all([claim(person), claim(person)])
  expect(first.leases).toHaveLength(3)
  expect(second.leases).toEqual(first.leases)
  expect((await claim(person)).leases).toEqual(first.leases)
})

test("leases ahead never exceed the project's setting, whatever the page wants", async () => {
  const world = await makeWorld({ tasks: 20, leaseAhead: 5 })
  const person = await world.person()
  expect((await claim(person, 200)).leases).toHaveLength(5)
  expect((await claim(person, 2)).leases).toHaveLength(5)
})

test("a lease ahead of 60 comes in parts", async () => {
  const world = await makeWorld({ tasks: 70, leaseAhead: 60 })
  const person = await world.person()
  expect(await claim(person)).toMatchObject({ more: true })
  expect(await claim(person)).toMatchObject({ more: true })
  const last = await claim(person)
  expect(last.more).toBe(false)
  expect(last.leases).toHaveLength(60)
})

test("higher priority first, then nearly finished tasks, then the ring from the person's own point", async () => {
  const world = await makeWorld({ tasks: 6, overlap: 2, leaseAhead: 6 })
  const other = await world.person()
  const [started] = taskIds(await claim(other, 1))
  const urgent = world.taskIds.find((id) => id !== started) ?? ""
  await db().task.update({ where: { id: urgent }, data: { priority: 5 } })
  const rings = await db().task.findMany({
    where: { projectId: world.projectId },
    select: { id: true, ring: true },
  })
  const ringOf = new Map(rings.map((task) => [task.id, task.ring]))
  const point = 2 ** 30
  const person = await world.person("ANNOTATOR", { ringPoint: point })
  const order = taskIds(await claim(person))
  expect(order.slice(0, 2)).toEqual([urgent, started])
  const around = order.slice(2).map((id) => ((ringOf.get(id) ?? 0) - point + 2 ** 31) % 2 ** 31)
  expect(around).toEqual(around.toSorted((a, b) => a - b))
  expect(around).toHaveLength(4)
})

test("cohorts, named people, authors, held-back texts and pauses are respected", async () => {
  const world = await makeWorld({ tasks: 5, leaseAhead: 10 })
  const [forCohort, forNamed, written, held, free] = world.taskIds
  if (!forCohort || !forNamed || !written || !held || !free) throw new Error("five tasks")
  const person = await world.person()
  const named = await world.person()
  const cohort = await world.person("ANNOTATOR", { cohort: "held-out" })
  await db().task.update({ where: { id: forCohort }, data: { cohort: "held-out" } })
  await db().taskAssignee.create({ data: { taskId: forNamed, userId: named.userId } })
  const completionOf = async (taskId: string) =>
    (await db().taskCompletion.findFirstOrThrow({ where: { taskId } })).completionId
  await db().completion.update({
    where: { id: await completionOf(written) },
    data: { authorId: person.userId },
  })
  const mask = { completionId: await completionOf(held), spans: [], reason: "names its model" }
  await db().textMask.create({ data: { ...mask, heldBack: true } })

  expect(taskIds(await claim(person))).toEqual([free])
  expect(new Set(taskIds(await claim(named)))).toEqual(new Set([forNamed, written]))
  expect(taskIds(await claim(cohort))).toEqual([forCohort])

  // The newest word on a text holds.
  await db().textMask.create({ data: { ...mask, heldBack: false, createdAt: new Date(Date.now() + 1000) } })
  expect(taskIds(await claim(cohort))).toContain(held)

  await db().membership.updateMany({ where: { userId: named.userId }, data: { pausedAt: new Date() } })
  expect(await claim(named)).toMatchObject({ state: "paused" })
})

test("a slot whose lease ran out goes to the next person, once", async () => {
  const world = await makeWorld({ tasks: 2, overlap: 1 })
  const [first, second] = [await world.person(), await world.person()]
  await claim(first)
  expect(await claim(second)).toMatchObject({ state: "empty", leases: [] })
  await lapse(world.projectId)
  expect((await claim(second)).leases).toHaveLength(2)
  expect(await claim(first)).toMatchObject({ state: "empty" })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("who lets a task go gets it again with the same token and sides: nothing starves", async () => {
  const world = await makeWorld({ tasks: 1, overlap: 1 })
  const [lone, passer] = [await world.person(), await world.person()]
  const before = await claim(lone)
  await lapse(world.projectId)
  const stolen = await claim(passer)
  expect(stolen.leases).toHaveLength(1)
  await lapse(world.projectId)
  const after = await claim(lone)
  expect(tokens(after)).toEqual(tokens(before))
  expect(after.leases[0]?.shown).toEqual(before.leases[0]?.shown)
})

test("rows that another claim holds are busy, not an empty queue", async () => {
  const world = await makeWorld({ tasks: 1 })
  const person = await world.person()
  const blocker = await pool().connect()
  await blocker.query("BEGIN")
  await blocker.query(`SELECT 1 FROM "Task" WHERE "projectId" = $1 FOR UPDATE`, [world.projectId])
  try {
    expect(await claim(person)).toMatchObject({ state: "busy" })
  } finally {
    await blocker.query("ROLLBACK")
    blocker.release()
  }
  expect((await claim(person)).leases).toHaveLength(1)
})

test("sides are balanced for each person and for each task over its people", async () => {
  const world = await makeWorld({ tasks: 60, overlap: 2, leaseAhead: 60 })
  for (const person of [await world.person(), await world.person(), await world.person()]) {
    for (let i = 0; i < 3; i++) await claim(person)
  }
  const rows = await db().assignment.findMany({ where: { projectId: world.projectId } })
  const count = (key: "taskId" | "annotatorId") => {
    const lean = new Map<string, number>()
    for (const row of rows) lean.set(row[key], (lean.get(row[key]) ?? 0) + (row.shown[0] === 0 ? 1 : -1))
    return Math.max(...[...lean.values()].map(Math.abs))
  }
  expect(rows).toHaveLength(120)
  expect(count("annotatorId")).toBeLessThanOrEqual(6)
  expect(count("taskId")).toBeLessThanOrEqual(2)
  const even = rows.filter((row) =>
    rows.some((other) => other.taskId === row.taskId && other !== row && other.shown[0] !== row.shown[0]),
  )
  expect(even.length).toBeGreaterThanOrEqual(100)
})

test("40 people at once over 300 tasks with abandoned leases: none over quota, doubled or starved", async () => {
  const world = await makeWorld({ tasks: 300, overlap: 2 })
  const people = await Promise.all(Array.from({ length: 40 }, () => world.person()))
  // Seeded, so that a failure can be run again.
  let state = 7
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
  const work = async (person: Person) => {
    for (let idle = 0; idle < 3; ) {
      const claimed = await claim(person)
      if (claimed.leases.length === 0) idle += claimed.state === "empty" ? 1 : 0
      for (const lease of claimed.leases) {
        const dice = random()
        if (dice < 0.15) {
          await pool().query(
            `UPDATE "Assignment" SET "leaseExpiresAt" = now() - interval '1 second' WHERE "id" = $1 AND "state" = 'LEASED'`,
            [lease.id],
          )
        }
        if (dice < 0.1) continue
        const answer = await sendOne(person, dice < 0.12 ? skip(lease.token) : verdict(lease.token))
        expect(["accepted", "surplus"]).toContain(answer.status)
      }
    }
  }
  await Promise.all(people.map(work))
  // Abandoned slots: whoever is left finishes them.
  for (const person of people) {
    await lapse(world.projectId)
    for (let claimed = await claim(person); claimed.leases.length > 0; claimed = await claim(person)) {
      for (const lease of claimed.leases) await sendOne(person, verdict(lease.token))
    }
  }
  expect(await brokenTasks(world.projectId)).toEqual([])
  const tasks = await db().task.findMany({ where: { projectId: world.projectId } })
  expect(tasks.filter((task) => task.counted > task.overlap)).toEqual([])
  expect(tasks.filter((task) => task.status === "ACTIVE" && task.counted < task.overlap)).toEqual([])
  const doubled = await pool().query(
    `SELECT 1 FROM "Annotation" WHERE "projectId" = $1 AND "status" = 'ACCEPTED' GROUP BY "taskId", "annotatorId" HAVING count(*) > 1`,
    [world.projectId],
  )
  expect(doubled.rows).toEqual([])
})
