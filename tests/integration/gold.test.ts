import { expect, test } from "vitest"
import type { ProjectAccess } from "@/server/access"
import { requireProjectAccess } from "@/server/access"
import { getOwnProgress } from "@/server/annotate/get-own-progress"
import { agreementVotes } from "@/server/data/agreement-votes"
import { db, pool } from "@/server/data/db"
import { markGold, restoreGold, retireGold } from "@/server/data/gold"
import { listGold } from "@/server/data/gold-list"
import { claim, sendOne, skip, verdict } from "@/tests/support/annotate-client"
import type { Person, World } from "@/tests/support/annotate-world"
import { brokenTasks, makeWorld } from "@/tests/support/annotate-world"
import { makeKindWorld } from "@/tests/support/kinds-world"

const adminOf = async (
  world: World,
): Promise<ProjectAccess<"tasks:update" | "tasks:read" | "results:read">> =>
  requireProjectAccess({ kind: "cli" }, world.slug, "tasks:update", "tasks:read", "results:read")

async function makeGold(world: World, count: number, preference: "A" | "B" = "A") {
  const admin = await adminOf(world)
  const ids = world.taskIds.slice(0, count)
  for (const id of ids) await markGold(admin, id, { preference, reason: "known" })
  return { admin, gold: new Set(ids) }
}

const purposes = async (person: Person) =>
  db().assignment.findMany({
    where: { annotatorId: person.userId },
    orderBy: { leasedAt: "asc" },
    select: { purpose: true, taskId: true, shown: true, state: true, token: true },
  })

/** Answers everything a person is given, until nothing comes. */
async function workAll(person: Person, better: "A" | "B" = "A"): Promise<void> {
  for (let claimed = await claim(person); claimed.leases.length > 0; claimed = await claim(person)) {
    for (const lease of claimed.leases) {
      const side = (better === "A") === (lease.shown[0] === 0) ? "left" : "right"
      await sendOne(person, verdict(lease.token, { verdict: { side, level: 1 } }))
    }
  }
}

test("gold tasks come at their rate, once to a person, to everybody, and never for a vote", async () => {
  const world = await makeWorld({ tasks: 66, queue: { goldRate: 10 } })
  const { gold } = await makeGold(world, 6)
  const [first, second] = [await world.person(), await world.person()]
  await workAll(first)
  const given = await purposes(first)
  expect(given.filter((one) => one.purpose === "LABEL")).toHaveLength(60)
  const controls = given.filter((one) => one.purpose === "GOLD")
  // Two in each twenty, as long as there are some, so all six before the end.
  expect(new Set(controls.map((one) => one.taskId))).toEqual(gold)
  expect(controls).toHaveLength(6)
  given.slice(0, 20).forEach((one) => expect(gold.has(one.taskId)).toBe(one.purpose === "GOLD"))
  expect(given.slice(0, 20).filter((one) => one.purpose === "GOLD")).toHaveLength(2)
  // Nothing ordinary is left: gold alone is not given.
  expect(await claim(second)).toMatchObject({ state: "empty", leases: [] })
  const tasks = await db().task.findMany({ where: { id: { in: [...gold] } } })
  for (const task of tasks) expect(task).toMatchObject({ status: "GOLD", open: false, taken: 0, counted: 0 })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("two people get gold at different places and in another order", async () => {
  const world = await makeWorld({ tasks: 60, overlap: 2, leaseAhead: 40, queue: { goldRate: 20 } })
  await makeGold(world, 12)
  const orders = []
  for (const person of [await world.person(), await world.person()]) {
    await workAll(person)
    orders.push((await purposes(person)).map((one) => (one.purpose === "GOLD" ? one.taskId : "-")).join())
  }
  expect(orders[0]).not.toBe(orders[1])
})

test("a project of gold alone is a test: gold until it is through, and then nothing", async () => {
  const world = await makeWorld({ tasks: 8, queue: { goldRate: 100 } })
  await makeGold(world, 5)
  const person = await world.person()
  expect(await getOwnProgress(person.access, {})).toMatchObject({ left: { count: 5 } })
  await workAll(person)
  expect((await purposes(person)).map((one) => one.purpose)).toEqual(Array(5).fill("GOLD"))
  expect(await claim(person)).toMatchObject({ state: "empty" })
})

test("repeats are own earlier tasks, not the latest ones, sides swapped, once each, for no vote", async () => {
  const world = await makeWorld({ tasks: 90, overlap: 2, queue: { goldRate: 0, repeatRate: 20 } })
  const person = await world.person()
  await workAll(person)
  const given = await purposes(person)
  const repeats = given.filter((one) => one.purpose === "REPEAT")
  // 20 % of what came after the first twenty answers.
  expect(repeats.length).toBeGreaterThanOrEqual(15)
  expect(new Set(repeats.map((one) => one.taskId)).size).toBe(repeats.length)
  for (const repeat of repeats) {
    const place = given.indexOf(repeat)
    const first = given.findIndex((one) => one.taskId === repeat.taskId && one.purpose === "LABEL")
    expect(given.slice(first, place).filter((one) => one.purpose === "LABEL").length).toBeGreaterThan(17)
    expect(repeat.shown).toEqual(given[first]?.shown.toReversed())
  }
  expect(await brokenTasks(world.projectId)).toEqual([])
  const counted = await db().task.aggregate({
    where: { projectId: world.projectId },
    _sum: { counted: true },
  })
  expect(counted._sum.counted).toBe(90)
})

test("what the page is told to be left goes down by one with every task, controls too", async () => {
  const world = await makeWorld({ tasks: 70, queue: { goldRate: 15, repeatRate: 15 } })
  await makeGold(world, 9)
  const person = await world.person()
  let before = (await getOwnProgress(person.access, {})).left.count
  for (let claimed = await claim(person); claimed.leases.length > 0; claimed = await claim(person)) {
    for (const lease of claimed.leases) {
      await sendOne(person, verdict(lease.token))
      const { left, doneTotal } = await getOwnProgress(person.access, {})
      // A repeat that becomes possible may stand in for an ordinary task later: never a jump at a control.
      expect(before - left.count, `after ${doneTotal}`).toBeLessThanOrEqual(1)
      before = left.count
    }
  }
  expect(before).toBe(0)
})

test("a lease on gold that ran out is there again on a reload, as any other", async () => {
  const world = await makeWorld({ tasks: 12, leaseAhead: 10, queue: { goldRate: 50 } })
  await makeGold(world, 6)
  const person = await world.person()
  const before = (await claim(person)).leases.map((lease) => lease.token)
  expect((await purposes(person)).some((one) => one.purpose === "GOLD")).toBe(true)
  await pool().query(
    `UPDATE "Assignment" SET "leaseExpiresAt" = now() - interval '1 second' WHERE "annotatorId" = $1`,
    [person.userId],
  )
  expect((await claim(person)).leases.map((lease) => lease.token)).toEqual(before)
})

test("gold, repeats and surplus are in neither agreement nor counts; the share judged twice is", async () => {
  const world = await makeWorld({ tasks: 30, queue: { goldRate: 20, repeatRate: 0 } })
  const { gold } = await makeGold(world, 5)
  const twice = world.taskIds.slice(5, 10)
  await db().task.updateMany({
    where: { id: { in: twice } },
    data: { doubleJudged: true, overlap: 2, remaining: 2 },
  })
  for (const person of [await world.person(), await world.person()]) await workAll(person)
  const votes = await db().$queryRaw<{ taskId: string; place: number }[]>`
    SELECT "taskId", "place" FROM (${agreementVotes(world.projectId)}) v ORDER BY "taskId", "place"`
  expect(new Set(votes.map((vote) => vote.taskId))).toEqual(new Set(twice))
  expect(votes.map((vote) => vote.place)).toEqual(twice.flatMap(() => [1, 2]))
  expect(gold.size).toBe(5)
})

test("an admin retires and restores gold, with the reason in the log; nobody gets a retired one", async () => {
  const world = await makeWorld({ tasks: 10, queue: { goldRate: 100 } })
  const { admin, gold } = await makeGold(world, 2)
  const [one = ""] = gold
  await retireGold(admin, one, "found on a forum")
  await expect(retireGold(admin, one, "again")).rejects.toMatchObject({ code: "NOT_FOUND" })
  const person = await world.person()
  await workAll(person)
  expect((await purposes(person)).map((each) => each.taskId)).not.toContain(one)
  await restoreGold(admin, one)
  await workAll(person, "B")
  const rows = await listGold(admin)
  expect(rows.map((row) => [row.answered, row.right])).toEqual([
    [1, 0],
    [1, 1],
  ])
  expect(rows[1]?.interval).toMatchObject({ high: 1 })
  const log = await db().auditEvent.findMany({
    where: { projectId: world.projectId },
    orderBy: { id: "asc" },
  })
  expect(log.map((entry) => entry.action)).toEqual([
    "gold:create",
    "gold:create",
    "gold:retire",
    "gold:restore",
  ])
})

test("gold that good people fail retires itself, with its figures", async () => {
  const world = await makeWorld({ tasks: 8, queue: { goldRate: 100 } })
  const { admin, gold } = await makeGold(world, 7)
  const [wrong = ""] = gold
  await markGold(admin, wrong, { preference: "B", reason: "a mistake" })
  // Who is good shows with five other gold tasks, so it takes a fifth person at the latest.
  for (let i = 0; i < 5; i++) await workAll(await world.person())
  expect(await db().gold.findUniqueOrThrow({ where: { taskId: wrong } })).toMatchObject({
    retiredReason: expect.stringMatching(/^([45]) of \1 people/) as string,
  })
  expect(await db().gold.count({ where: { retiredAt: null, task: { projectId: world.projectId } } })).toBe(6)
  expect(
    await db().auditEvent.findFirstOrThrow({ where: { action: "gold:retire", projectId: world.projectId } }),
  ).toMatchObject({
    actorKind: "system",
    subjectId: wrong,
  })
  await restoreGold(admin, wrong)
})

test("an answer that nobody could give is refused as a known one", async () => {
  const world = await makeWorld({ tasks: 1 })
  const admin = await adminOf(world)
  const [id = ""] = world.taskIds
  const refused = { code: "INVALID_INPUT" }
  await expect(markGold(admin, id, { preference: null, reason: "x" })).rejects.toMatchObject(refused)
  await expect(markGold(admin, id, { preference: "A", bothBad: true, reason: "x" })).rejects.toMatchObject(
    refused,
  )
  await expect(markGold(admin, id, { preference: "A", reason: " " })).rejects.toMatchObject(refused)
  await expect(markGold(admin, id, { preference: "A", level: 4, reason: "x" })).rejects.toMatchObject(refused)
})

test("a skipped gold task is not given again and sends nothing to review", async () => {
  const world = await makeWorld({ tasks: 2, skipLimit: 1, queue: { goldRate: 100 } })
  await makeGold(world, 1)
  const person = await world.person()
  const [lease] = (await claim(person)).leases
  await sendOne(person, skip(lease?.token ?? ""))
  expect(await claim(person)).toMatchObject({ state: "empty" })
  expect(await db().task.findFirstOrThrow({ where: { id: lease?.taskId ?? "" } })).toMatchObject({
    status: "GOLD",
    skips: 0,
  })
})

test("a ranking has known ranks and ratings; who turns a pair round or rates far off is wrong", async () => {
  const { project, person } = await makeKindWorld("instructgpt", [3, 3])
  const admin = await requireProjectAccess(
    { kind: "cli" },
    project.slug,
    "tasks:update",
    "tasks:read",
    "results:read",
  )
  const tasks = await db().task.findMany({ where: { projectId: project.id } })
  const rating = { position: 0, criterion: "quality", value: 6, tolerance: 1 }
  const answer = { ranks: [1, 2, 2], ratings: [rating] }
  for (const { id } of tasks) {
    const short = { preference: null, answer: { ranks: [1, 2] }, reason: "known" }
    await expect(markGold(admin, id, short)).rejects.toMatchObject({ code: "INVALID_INPUT" })
    await markGold(admin, id, { preference: null, answer, reason: "known" })
  }
  await db().project.update({ where: { id: project.id }, data: { goldRate: 100 } })
  const { leases } = await claim(person)
  expect(leases).toHaveLength(2)
  for (const [index, { token, shown }] of leases.entries()) {
    // The first as known, the second with the best one last.
    const ranks = shown.map((position) => (index === 0 ? answer.ranks[position] : 4 - (position + 1)) ?? 1)
    const ratings = shown.map((_, panel) => ({ panel, criterion: "quality", value: 7 }))
    const sent = await sendOne(person, verdict(token, { verdict: null, ranks, ratings }))
    expect(sent).toMatchObject({ status: "accepted" })
  }
  const rows = await listGold(admin)
  expect(rows.map((row) => [row.answered, row.right, row.answer])).toEqual([
    [1, 0, answer],
    [1, 1, answer],
  ])
})
