import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { presets } from "@/core/presets/registry"
import { accountOf } from "@/server/annotate/require-annotator"
import { submitItems } from "@/server/annotate/submit-items"
import { db, pool } from "@/server/data/db"
import { claim, send, sendOne, skip, undo, verdict } from "@/tests/support/annotate-client"
import type { Person, World } from "@/tests/support/annotate-world"
import { brokenTasks, makeWorld } from "@/tests/support/annotate-world"

async function leased(world: World, person: Person) {
  const { leases } = await claim(person, 1)
  const lease = leases[0]
  if (!lease) throw new Error("nothing leased")
  return lease
}
const revisions = (token: string) =>
  db().annotation.findMany({
    where: { assignment: { token } },
    orderBy: { revision: "asc" },
    include: { comparisons: true, flags: true },
  })
const task = (id: string) => db().task.findUniqueOrThrow({ where: { id } })
const lapse = (token: string) =>
  pool().query(`UPDATE "Assignment" SET "leaseExpiresAt" = now() - interval '1 second' WHERE "token" = $1`, [
    token,
  ])

test("an answer is stored by stored order, whatever stood left, with all that was said", async () => {
  const world = await makeWorld({
    tasks: 12,
    leaseAhead: 12,
    protocol: presets["graded-7"],
    guidelines: "# Be fair",
  })
  const person = await world.person()
  const { leases } = await claim(person)
  expect(new Set(leases.map((lease) => lease.shown[0])).size).toBe(2)
  for (const lease of leases) {
    const result = await sendOne(
      person,
      verdict(lease.token, {
        verdict: { side: "left", level: 2 },
        guidelineVersion: 1,
        note: "n\0te \ud800",
        flags: [
          { panel: 1, type: "harmful" },
          { panel: null, type: "broken", comment: "c" },
        ],
        activeMs: 1200,
        shownAt: "2026-01-01T10:00:00.000+02:00",
        decidedAt: "2026-01-01T10:00:02.500+02:00",
      } as never),
    )
    expect(result).toMatchObject({ status: "accepted", revision: 1, duplicate: false, code: null })
    const [row] = await revisions(lease.token)
    expect(row).toMatchObject({
      status: "ACCEPTED",
      blind: true,
      shown: lease.shown,
      note: "n\ufffdte \ufffd",
      activeMs: 1200,
    })
    expect(row?.guidelineId).not.toBeNull()
    expect(row?.clientDecidedAt?.toISOString()).toBe("2026-01-01T08:00:02.500Z")
    expect(row?.comparisons).toMatchObject([
      { criterion: "overall", preference: lease.shown[0] === 0 ? "A" : "B", level: 2, bothBad: false },
    ])
    expect(new Set(row?.flags.map((flag) => `${flag.type}:${flag.position}`))).toEqual(
      new Set([`harmful:${lease.shown[1]}`, "broken:null"]),
    )
  }
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("ten copies of one answer at once are one annotation, and all are told the same", async () => {
  const world = await makeWorld({ tasks: 5 })
  const person = await world.person()
  const lease = await leased(world, person)
  const item = verdict(lease.token)
  const results = await Promise.all(Array.from({ length: 10 }, () => sendOne(person, item)))
  expect(results.every((result) => result.status === "accepted" && result.revision === 1)).toBe(true)
  expect(results.filter((result) => !result.duplicate)).toHaveLength(1)
  expect(await revisions(lease.token)).toHaveLength(1)
  expect((await task(lease.taskId)).counted).toBe(1)
})

test("one key sent for two tasks at once is used once", async () => {
  const world = await makeWorld({ tasks: 5 })
  const person = await world.person()
  const { leases } = await claim(person, 2)
  const key = randomUUID()
  await Promise.all(leases.map((lease) => sendOne(person, verdict(lease.token, { key }))))
  expect(await db().annotation.count({ where: { projectId: world.projectId } })).toBe(1)
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("answer, undo, answer again, correct: four revisions, one of them counted", async () => {
  const world = await makeWorld({ tasks: 1, overlap: 1 })
  const [person, other] = [await world.person(), await world.person()]
  const lease = await leased(world, person)
  await sendOne(person, verdict(lease.token))
  expect(await sendOne(person, undo(lease.token))).toMatchObject({ status: "accepted", revision: 2 })
  expect(await task(lease.taskId)).toMatchObject({ taken: 1, counted: 0, open: false })
  expect(await claim(other)).toMatchObject({ state: "empty" })
  expect((await claim(person)).leases.map((one) => one.token)).toEqual([lease.token])
  await sendOne(person, verdict(lease.token, { verdict: { side: "right", level: 1 } }))
  await sendOne(person, verdict(lease.token, { verdict: { side: "tie", bothBad: true } }))
  const rows = await revisions(lease.token)
  expect(rows.map((row) => [row.revision, row.status])).toEqual([
    [1, "ACCEPTED"],
    [2, "WITHDRAWN"],
    [3, "ACCEPTED"],
    [4, "ACCEPTED"],
  ])
  expect(rows[3]?.comparisons).toMatchObject([{ preference: "TIE", bothBad: true, level: null }])
  expect(await task(lease.taskId)).toMatchObject({ taken: 1, counted: 1 })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("an undone answer's slot goes to the next person once the lease ends, and what comes then is surplus", async () => {
  const world = await makeWorld({ tasks: 1, overlap: 1 })
  const [person, other] = [await world.person(), await world.person()]
  const lease = await leased(world, person)
  await send(person, verdict(lease.token), undo(lease.token))
  await lapse(lease.token)
  const theirs = await leased(world, other)
  expect(theirs.taskId).toBe(lease.taskId)
  await sendOne(other, verdict(theirs.token))
  expect(await sendOne(person, verdict(lease.token))).toMatchObject({ status: "surplus", revision: 3 })
  expect(await task(lease.taskId)).toMatchObject({ taken: 1, counted: 1 })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("a lease that ran out is no loss: accepted while the slot is free, surplus once it is taken", async () => {
  const world = await makeWorld({ tasks: 1, overlap: 1 })
  const [person, other, third] = [await world.person(), await world.person(), await world.person()]
  const lease = await leased(world, person)
  await lapse(lease.token)
  const theirs = await leased(world, other)
  await lapse(theirs.token)
  const last = await leased(world, third)
  expect(await sendOne(person, verdict(lease.token))).toMatchObject({ status: "surplus", revision: 1 })
  await lapse(last.token)
  // Late, but nobody took the slot since.
  expect(await sendOne(third, verdict(last.token))).toMatchObject({ status: "accepted" })
  expect(await sendOne(other, verdict(theirs.token))).toMatchObject({ status: "surplus" })
  expect(await task(lease.taskId)).toMatchObject({ taken: 1, counted: 1 })
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("a skip gives the slot back, is never served to that person again, and can be taken back", async () => {
  const world = await makeWorld({ tasks: 1, overlap: 1, skipLimit: 2 })
  const [person, other] = [await world.person(), await world.person()]
  const lease = await leased(world, person)
  expect(await sendOne(person, skip(lease.token))).toMatchObject({ status: "accepted", revision: null })
  expect(await claim(person)).toMatchObject({ state: "empty" })
  const theirs = await leased(world, other)
  expect(await sendOne(person, undo(lease.token))).toMatchObject({ status: "surplus" })
  expect(await sendOne(other, skip(theirs.token))).toMatchObject({ status: "accepted" })
  expect(await sendOne(person, skip(lease.token))).toMatchObject({ status: "accepted" })
  expect(await task(lease.taskId)).toMatchObject({ status: "REVIEW", skips: 2, taken: 0, open: false })
  expect(await sendOne(other, undo(theirs.token))).toMatchObject({ status: "accepted" })
  expect(await task(lease.taskId)).toMatchObject({ status: "ACTIVE", skips: 1, taken: 1 })
  expect(await sendOne(other, verdict(theirs.token))).toMatchObject({ status: "accepted" })
  expect(await db().skip.count({ where: { taskId: lease.taskId } })).toBe(3)
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("a late older key changes nothing and is kept on record", async () => {
  const world = await makeWorld({ tasks: 1 })
  const person = await world.person()
  const lease = await leased(world, person)
  const [older, newer] = [
    verdict(lease.token, { verdict: { side: "right", level: 1 } }),
    verdict(lease.token),
  ]
  expect(await sendOne(person, newer)).toMatchObject({ status: "accepted" })
  expect(await sendOne(person, older)).toMatchObject({ status: "superseded", revision: null })
  expect(await sendOne(person, older)).toMatchObject({ status: "superseded", duplicate: true })
  expect(await revisions(lease.token)).toHaveLength(1)
  const receipt = await db().outboxReceipt.findFirstOrThrow({ where: { key: older.key } })
  expect(receipt.item).toMatchObject({ verdict: { side: "right" } })
})

test("every batch sent three times, mixed and at once, leaves each key's effect once and the last key's answer", async () => {
  const world = await makeWorld({ tasks: 20, leaseAhead: 20 })
  const person = await world.person()
  const { leases } = await claim(person)
  const items = leases.flatMap(({ token }) => [
    verdict(token, { verdict: { side: "left", level: 1 } }),
    undo(token),
    verdict(token, { verdict: { side: "right", level: 1 } }),
  ])
  const copies = [...items, ...items, ...items].map((item, i) => ({ item, order: (i * 7919) % 180 }))
  const mixed = copies.toSorted((a, b) => a.order - b.order).map(({ item }) => item)
  await Promise.all(
    Array.from({ length: 9 }, (_, part) => send(person, ...mixed.slice(part * 20, part * 20 + 20))),
  )
  expect(await db().outboxReceipt.count({ where: { annotatorId: person.userId } })).toBe(60)
  for (const { token, shown } of leases) {
    const last = (await revisions(token)).at(-1)
    expect(last).toMatchObject({ status: "ACCEPTED" })
    expect(last?.comparisons).toMatchObject([{ preference: shown[1] === 0 ? "A" : "B" }])
  }
  expect(await brokenTasks(world.projectId)).toEqual([])
})

test("what can never be saved is refused alone; the rest goes through", async () => {
  const world = await makeWorld({ tasks: 3, protocol: presets.pairwise })
  const [person, other] = [await world.person(), await world.person()]
  const { leases } = await claim(person)
  const [a, b] = leases.map((lease) => lease.token)
  if (!a || !b) throw new Error("two leases")
  const results = await send(
    person,
    verdict(a, { verdict: { side: "tie", bothBad: false } }),
    verdict(a, { protocolVersion: 9 }),
    verdict(a, { flags: [{ panel: 0, type: "unknown" }] }),
    verdict("A".repeat(22)),
    skip(a, "because"),
    { ...verdict(a), verdict: null } as never,
    { nonsense: true } as never,
    verdict(b),
  )
  expect(results.map((result) => result.status)).toEqual([...Array(7).fill("refused"), "accepted"])
  expect(results[0]).toMatchObject({
    code: "INVALID_INPUT",
    message: "The protocol does not offer this answer.",
  })
  expect(results[3]).toMatchObject({ code: "NOT_FOUND" })
  // Somebody else's token is nobody's.
  expect(await sendOne(other, verdict(a))).toMatchObject({ status: "refused", code: "NOT_FOUND" })
  expect(await db().annotation.count({ where: { projectId: world.projectId } })).toBe(1)
})

test("another account's outbox is refused whole", async () => {
  const world = await makeWorld({ tasks: 1 })
  const [person, other] = [await world.person(), await world.person()]
  const lease = await leased(world, person)
  const sentAt = new Date().toISOString()
  const request = { account: accountOf(other.userId), sentAt, items: [verdict(lease.token)] }
  await expect(submitItems(person.access, request)).rejects.toMatchObject({ code: "CONFLICT" })
})

test("who may see results annotates, but not blind", async () => {
  const world = await makeWorld({ tasks: 1 })
  const reviewer = await world.person("REVIEWER")
  const lease = await leased(world, reviewer)
  await sendOne(reviewer, verdict(lease.token))
  expect((await revisions(lease.token))[0]).toMatchObject({ blind: false })
})

test("12 people answer, undo, skip and correct at random at once: the slots always add up", async () => {
  const world = await makeWorld({ tasks: 12, overlap: 3, skipLimit: 50 })
  const people = await Promise.all(Array.from({ length: 12 }, () => world.person()))
  await Promise.all(
    people.map(async (person, p) => {
      const tokens = new Set<string>()
      for (let round = 0; round < 4; round++) {
        for (const lease of (await claim(person)).leases) tokens.add(lease.token)
        for (const [i, token] of [...tokens].entries()) {
          const dice = (p * 31 + round * 17 + i * 7) % 10
          if (dice === 9) await lapse(token)
          const item = dice < 5 ? verdict(token) : dice < 8 ? undo(token) : skip(token)
          const result = await sendOne(person, item)
          expect(["accepted", "surplus"]).toContain(result.status)
        }
      }
    }),
  )
  expect(await brokenTasks(world.projectId)).toEqual([])
})
