import { expect, test } from "vitest"
import { taskQueryDefaults } from "@/core/lists/task-query"
import { taskAssignmentSchema } from "@/core/queue/task-assignment"
import { sha256Hex } from "@/core/same-text"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { assignTasks } from "@/server/data/assign-tasks"
import { db, pool } from "@/server/data/db"
import { setDoubleJudged } from "@/server/data/double-judged"
import { deleteMember, updateMember } from "@/server/data/memberships"
import { onPrisma } from "@/server/data/run-sql"
import { setUserClosed } from "@/server/data/users"
import { updateProjectSettings } from "@/server/data/update-project"
import { claim, sendOne, skip, undo, verdict } from "@/tests/support/annotate-client"
import type { Person, World } from "@/tests/support/annotate-world"
import { brokenTasks, makeWorld } from "@/tests/support/annotate-world"

const cli = { kind: "cli" } as const
const taskOf = (id: string | undefined) => db().task.findUniqueOrThrow({ where: { id: id ?? "" } })

async function lapse(world: World, person: Person): Promise<void> {
  await pool().query(
    `UPDATE "Assignment" SET "leaseExpiresAt" = now() - interval '1 second'
     WHERE "projectId" = $1 AND "annotatorId" = $2 AND "state" = 'LEASED'`,
    [world.projectId, person.userId],
  )
}

async function answer(person: Person, side: "left" | "right" | "A" | "B" = "left"): Promise<void> {
  const [lease] = (await claim(person, 1)).leases
  if (!lease) throw new Error("no task")
  const better = side === "A" ? lease.shown[0] === 0 : side === "B" ? lease.shown[0] === 1 : side === "left"
  const result = await sendOne(
    person,
    verdict(lease.token, { verdict: { side: better ? "left" : "right", level: 1 } }),
  )
  expect(result.status).toBe("accepted")
}

test("adaptive overlap asks for one more while the answer is unsure, and stops when it is sure", async () => {
  const world = await makeWorld({ tasks: 1, queue: { adaptiveCap: 4, adaptiveTarget: 0.9 } })
  const [id] = world.taskIds
  const people = await Promise.all(Array.from({ length: 5 }, () => world.person()))
  const [one, two, three, four, five] = people
  if (!one || !two || !three || !four || !five) throw new Error("five people")
  await answer(one, "A")
  expect(await taskOf(id)).toMatchObject({ overlap: 2, counted: 1, open: true })
  await answer(two, "B")
  expect(await taskOf(id)).toMatchObject({ overlap: 3, counted: 2, open: true })
  await answer(three, "A")
  expect(await taskOf(id)).toMatchObject({ overlap: 4, counted: 3, open: true })
  await answer(four, "A")
  expect(await taskOf(id)).toMatchObject({ overlap: 4, counted: 4, open: false })
  expect(await claim(five)).toMatchObject({ state: "empty" })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("two that agree are enough; an undo takes the wish for more back", async () => {
  const world = await makeWorld({ tasks: 1, queue: { adaptiveCap: 5, adaptiveTarget: 0.9 } })
  const [id] = world.taskIds
  const [one, two] = [await world.person(), await world.person()]
  await answer(one, "A")
  const [lease] = (await claim(two, 1)).leases
  const token = lease?.token ?? ""
  const side = lease?.shown[0] === 0 ? "right" : "left"
  await sendOne(two, verdict(token, { verdict: { side, level: 1 } }))
  expect(await taskOf(id)).toMatchObject({ overlap: 3, counted: 2, open: true })
  await sendOne(two, undo(token))
  expect(await taskOf(id)).toMatchObject({ overlap: 2, counted: 1, taken: 2, open: false })
  await sendOne(two, verdict(token, { verdict: { side: side === "left" ? "right" : "left", level: 1 } }))
  expect(await taskOf(id)).toMatchObject({ overlap: 2, counted: 2, open: false })
})

test("the share judged twice gets its fixed number whatever people answer", async () => {
  const world = await makeWorld({ tasks: 1, overlap: 2, queue: { adaptiveCap: 5, adaptiveTarget: 0.9 } })
  const [id] = world.taskIds
  await db().task.update({ where: { id: id ?? "" }, data: { doubleJudged: true } })
  await answer(await world.person(), "A")
  await answer(await world.person(), "B")
  expect(await taskOf(id)).toMatchObject({ overlap: 2, counted: 2, open: false })
})

test("a surplus answer takes the slot that comes free after all, and nobody judges again", async () => {
  const world = await makeWorld({ tasks: 1 })
  const [slow, taker, next] = [await world.person(), await world.person(), await world.person()]
  const [mine] = (await claim(slow)).leases
  await lapse(world, slow)
  await claim(taker)
  const late = verdict(mine?.token ?? "", {
    rationale: "clearer",
    flags: [{ type: "harmful", panel: 0, comment: "x" }],
  })
  expect(await sendOne(slow, late)).toMatchObject({ status: "surplus" })
  await lapse(world, taker)
  expect(await claim(next)).toMatchObject({ state: "empty", leases: [] })
  const revisions = await db().annotation.findMany({
    where: { annotatorId: slow.userId },
    orderBy: { revision: "asc" },
    include: { comparisons: true, flags: true },
  })
  expect(revisions.map((one) => [one.revision, one.status])).toEqual([
    [1, "SURPLUS"],
    [2, "ACCEPTED"],
  ])
  expect(revisions[1]).toMatchObject({ rationale: "clearer", shown: revisions[0]?.shown })
  expect(revisions[1]?.comparisons).toHaveLength(1)
  expect(revisions[1]?.flags).toMatchObject([{ type: "harmful", comment: "x" }])
  expect(await taskOf(world.taskIds[0])).toMatchObject({ counted: 1, taken: 1, open: false })
  expect(await brokenTasks(world.projectId)).toEqual([])
  // A correction of it is an ordinary one.
  const correction = { ...verdict(mine?.token ?? ""), verdict: { side: "right", level: 1 } } as const
  expect(await sendOne(slow, correction)).toMatchObject({ status: "accepted", revision: 3 })
})

test("a skip hands the slot to a surplus answer too", async () => {
  const world = await makeWorld({ tasks: 1 })
  const [slow, taker] = [await world.person(), await world.person()]
  const [mine] = (await claim(slow)).leases
  await lapse(world, slow)
  const [theirs] = (await claim(taker)).leases
  await sendOne(slow, verdict(mine?.token ?? ""))
  await sendOne(taker, skip(theirs?.token ?? ""))
  expect(await taskOf(world.taskIds[0])).toMatchObject({ counted: 1, taken: 1, skips: 1 })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("who is paused or removed gives back at once what they hold", async () => {
  const world = await makeWorld({ tasks: 4, leaseAhead: 2 })
  const [paused, removed, other] = [await world.person(), await world.person(), await world.person()]
  const [lease] = (await claim(paused)).leases
  await claim(removed)
  expect(await claim(other)).toMatchObject({ state: "empty" })
  const admin = await requireProjectAccess(cli, world.slug, "members:update")
  await updateMember(admin, paused.userId, { paused: true })
  expect((await claim(other)).leases).toHaveLength(2)
  for (const one of (await claim(other)).leases) await sendOne(other, verdict(one.token))
  await deleteMember(admin, removed.userId)
  expect((await claim(other)).leases).toHaveLength(2)
  // An answer that was already on its way is kept.
  expect(await sendOne(paused, verdict(lease?.token ?? ""))).toMatchObject({ status: "surplus" })
  await expect(claim(removed)).rejects.toMatchObject({ code: "NOT_FOUND" })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("an account that is closed holds nothing any more", async () => {
  const world = await makeWorld({ tasks: 2 })
  const [closed, other] = [await world.person(), await world.person()]
  await claim(closed)
  await setUserClosed(requireInstanceAccess(cli, "users:manage"), closed.userId, true)
  expect((await claim(other)).leases).toHaveLength(2)
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("a member is paused while they answer and claim: no lease is left, no slot lost", async () => {
  const world = await makeWorld({ tasks: 60, overlap: 2 })
  const people = await Promise.all(Array.from({ length: 6 }, () => world.person()))
  const admin = await requireProjectAccess(cli, world.slug, "members:update")
  const work = async (person: Person) => {
    for (let claimed = await claim(person); claimed.leases.length > 0; claimed = await claim(person)) {
      await Promise.all(claimed.leases.map(async (lease) => sendOne(person, verdict(lease.token))))
    }
  }
  const pause = async (person: Person) => updateMember(admin, person.userId, { paused: true })
  await Promise.all([...people.map(work), ...people.slice(3).map(pause)])
  const left = await db().assignment.count({
    where: { annotatorId: { in: people.slice(3).map((person) => person.userId) }, state: "LEASED" },
  })
  expect(left).toBe(0)
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("an overlap lowered while people hold tasks falls to what was asked as leases end", async () => {
  const world = await makeWorld({ tasks: 1, overlap: 3 })
  const people = [await world.person(), await world.person(), await world.person()]
  for (const person of people) await claim(person)
  const admin = await requireProjectAccess(cli, world.slug, "project:update")
  const project = await db().project.findUniqueOrThrow({ where: { id: world.projectId } })
  const { name, description, leaseAhead, skipLimit, breakAfterMin, blurContent } = project
  const { doubleShare, goldRate, repeatRate } = project
  const settings = {
    ...{
      name,
      description,
      leaseAhead,
      skipLimit,
      breakAfterMin,
      blurContent,
      doubleShare,
      goldRate,
      repeatRate,
    },
    adaptiveCap: null,
    adaptiveTarget: null,
  }
  expect(await updateProjectSettings(admin, { ...settings, overlap: 1 })).toEqual({
    tasksChanged: 1,
    tasksAbove: 1,
  })
  expect(await taskOf(world.taskIds[0])).toMatchObject({ overlap: 3, lowerTo: 1, open: false })
  const [first, second, third] = people
  if (!first || !second || !third) throw new Error("three people")
  await lapse(world, first)
  await claim(await world.person())
  expect(await taskOf(world.taskIds[0])).toMatchObject({ overlap: 2, lowerTo: 1, taken: 2, open: false })
  await answer(second)
  await lapse(world, third)
  expect(await claim(await world.person())).toMatchObject({ state: "empty" })
  expect(await taskOf(world.taskIds[0])).toMatchObject({ overlap: 1, lowerTo: null, counted: 1, open: false })
  expect(await updateProjectSettings(admin, { ...settings, overlap: 2 })).toEqual({
    tasksChanged: 1,
    tasksAbove: 0,
  })
  expect(await taskOf(world.taskIds[0])).toMatchObject({ overlap: 2, open: true })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("tasks judged twice are not left for the end", async () => {
  const world = await makeWorld({ tasks: 40, leaseAhead: 20 })
  const half = world.taskIds.filter((_, i) => i % 2 === 0)
  await db().task.updateMany({
    where: { id: { in: half } },
    data: { doubleJudged: true, overlap: 2, remaining: 2 },
  })
  const served = (await claim(await world.person())).leases.map((lease) => lease.taskId)
  expect(served.filter((id) => half.includes(id)).length).toBeGreaterThan(4)
})

test("a last task among thousands that a person had is found, piece by piece, and then the queue is empty", async () => {
  const world = await makeWorld({ tasks: 2000, overlap: 2 })
  const person = await world.person("ANNOTATOR", { ringPoint: 2 ** 30 })
  const [last] = world.taskIds
  await pool().query(
    `WITH done AS (
       INSERT INTO "Assignment" ("id", "token", "projectId", "taskId", "annotatorId", "state", "shown", "leaseExpiresAt", "closedAt", "skipReason")
       SELECT gen_random_uuid(), gen_random_uuid()::text, $1, t."id", $2, 'SKIPPED', '{0,1}', now(), now(), 'unclear'
       FROM "Task" t WHERE t."projectId" = $1 AND t."id" <> $3 RETURNING 1)
     SELECT count(*) FROM done`,
    [world.projectId, person.userId, last],
  )
  expect((await claim(person)).leases.map((lease) => lease.taskId)).toEqual([last])
  await answer(person)
  expect(await claim(person)).toMatchObject({ state: "empty", leases: [] })
  const member = async () =>
    db().membership.findUniqueOrThrow({
      where: { projectId_userId: { projectId: world.projectId, userId: person.userId } },
    })
  expect((await member()).sweptAt).not.toBeNull()
  // From now on one piece a claim, and no wait for whoever asks.
  expect(await claim(person)).toMatchObject({ state: "empty" })
  expect((await member()).sweepFrom).not.toBeNull()
  const [again] = world.taskIds.slice(1000)
  await pool().query(`DELETE FROM "Assignment" WHERE "taskId" = $1`, [again])
  const found: string[] = []
  for (let i = 0; i < 10 && found.length === 0; i++) {
    found.push(...(await claim(person)).leases.map((lease) => lease.taskId))
  }
  expect(found).toEqual([again])
})

test("at the end of the queue, too, a row that another claim holds is busy and not empty", async () => {
  const world = await makeWorld({ tasks: 600, overlap: 2 })
  const person = await world.person("ANNOTATOR", { ringPoint: 0 })
  const last = (
    await db().task.findFirstOrThrow({ where: { projectId: world.projectId }, orderBy: { ring: "desc" } })
  ).id
  await pool().query(
    `INSERT INTO "Assignment" ("id", "token", "projectId", "taskId", "annotatorId", "state", "shown", "leaseExpiresAt", "closedAt", "skipReason")
     SELECT gen_random_uuid(), gen_random_uuid()::text, $1, t."id", $2, 'SKIPPED', '{0,1}', now(), now(), 'unclear'
     FROM "Task" t WHERE t."projectId" = $1 AND t."id" <> $3`,
    [world.projectId, person.userId, last],
  )
  const blocker = await pool().connect()
  await blocker.query("BEGIN")
  await blocker.query(`SELECT 1 FROM "Task" WHERE "id" = $1 FOR UPDATE`, [last])
  try {
    expect(await claim(person)).toMatchObject({ state: "busy" })
  } finally {
    await blocker.query("ROLLBACK")
    blocker.release()
  }
  expect((await claim(person)).leases.map((lease) => lease.taskId)).toEqual([last])
})

test("an admin assigns what a filter shows: cohort, named people, own overlap, priority; all in the log", async () => {
  const world = await makeWorld({ tasks: 6, overlap: 2, leaseAhead: 10 })
  const admin = await requireProjectAccess(cli, world.slug, "tasks:update", "tasks:read", "results:read")
  const [named, other] = [await world.person(), await world.person("ANNOTATOR", { cohort: "held-out" })]
  const only = (q: string) => ({ ...taskQueryDefaults, q })
  const form = (values: object) => taskAssignmentSchema.parse(values)
  expect(await assignTasks(admin, only("number 0"), form({ cohort: "=held-out" }))).toEqual({ tasks: 1 })
  expect(
    await assignTasks(admin, only("number 1"), form({ reserve: "named", people: named.userId })),
  ).toEqual({ tasks: 1 })
  await assignTasks(admin, only("number 2"), form({ overlap: "1", priority: "5" }))
  const all = await claim(named)
  const [first] = all.leases
  expect(first?.taskId).toBe(world.taskIds[2])
  expect(new Set(all.leases.map((lease) => lease.taskId))).toEqual(new Set(world.taskIds.slice(1)))
  expect(new Set((await claim(other)).leases.map((lease) => lease.taskId))).toEqual(
    new Set([world.taskIds[0], ...world.taskIds.slice(3)]),
  )
  expect(await taskOf(world.taskIds[2])).toMatchObject({ overlap: 1, ownOverlap: 1, open: false })
  await assignTasks(admin, taskQueryDefaults, form({ cohort: "*", reserve: "anyone", overlap: "project" }))
  expect(await taskOf(world.taskIds[2])).toMatchObject({ overlap: 2, ownOverlap: null, open: true })
  expect(await db().taskAssignee.count({ where: { task: { projectId: world.projectId } } })).toBe(0)
  const stranger = await (await makeWorld({ tasks: 1 })).person()
  await expect(
    assignTasks(admin, taskQueryDefaults, form({ reserve: "named", people: [stranger.userId] })),
  ).rejects.toMatchObject({ code: "INVALID_INPUT" })
  expect(await db().auditEvent.count({ where: { projectId: world.projectId, action: "tasks:assign" } })).toBe(
    4,
  )
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("the share judged twice that is raised later is the one an import would have drawn", async () => {
  const world = await makeWorld({ tasks: 200, queue: { doubleShare: 0 } })
  const { seed } = await db().project.findUniqueOrThrow({ where: { id: world.projectId } })
  const lotOf = (setHash: string) =>
    Number.parseInt(sha256Hex(`${seed}:${setHash}`).slice(8, 16), 16) / 2 ** 32
  const drawn = async (share: number) => {
    await db().project.update({ where: { id: world.projectId }, data: { doubleShare: share } })
    await db().$transaction(async (tx) => setDoubleJudged(onPrisma(tx), world.projectId))
    const tasks = await db().task.findMany({ where: { projectId: world.projectId } })
    return tasks.map((task) => ({ ...task, lot: lotOf(task.setHash) }))
  }
  for (const task of await drawn(30)) expect(task.doubleJudged).toBe(task.lot < 0.3)
  const begun = (await drawn(30)).find((task) => task.doubleJudged && task.lot > 0.1)
  await db().task.update({ where: { id: begun?.id ?? "" }, data: { taken: 1, remaining: 0, open: false } })
  for (const task of await drawn(10)) {
    expect(task.doubleJudged).toBe(task.lot < 0.1 || task.id === begun?.id)
  }
})
