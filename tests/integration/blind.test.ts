import { expect, test } from "vitest"
import type { z } from "zod"
import {
  annotationsResponseSchema,
  leaseRequestSchema,
  leaseResponseSchema,
  progressResponseSchema,
  recallResponseSchema,
  releaseResponseSchema,
  renewResponseSchema,
  sittingResponseSchema,
} from "@/core/annotate/wire"
import { getOwnProgress } from "@/server/annotate/get-own-progress"
import { leaseTasks } from "@/server/annotate/lease-tasks"
import { listSitting } from "@/server/annotate/list-sitting"
import { recallTasks } from "@/server/annotate/recall-tasks"
import { accountOf, requireAnnotator } from "@/server/annotate/require-annotator"
import { submitItems } from "@/server/annotate/submit-items"
import { requireProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { markGold } from "@/server/data/gold"
import { releaseTasks } from "@/server/queue/release-tasks"
import { renewLeases } from "@/server/queue/renew-leases"
import { claim, sendOne, skip, undo, verdict } from "@/tests/support/annotate-client"
import { makeWorld } from "@/tests/support/annotate-world"

test("no model name, id, e-mail or other person's answer is in anything the browser is told", async () => {
  const world = await makeWorld({ tasks: 6, overlap: 2, guidelines: "# Guidelines\n\nBe fair." })
  const [person, other] = [await world.person(), await world.person()]
  for (const lease of (await claim(other)).leases) await sendOne(other, verdict(lease.token))
  await db().gold.create({
    data: { taskId: world.taskIds[0] ?? "", preference: "A", reason: "a known answer" },
  })
  const account = accountOf(person.userId)
  const traffic: string[] = []
  const told = async <S extends z.ZodType>(schema: S, answer: Promise<unknown>): Promise<z.output<S>> => {
    const json = JSON.stringify(await answer)
    traffic.push(json)
    // Strict: a key that the contract does not list fails here.
    return schema.parse(JSON.parse(json))
  }
  const { access } = person
  const lease = await told(
    leaseResponseSchema,
    leaseTasks(access, leaseRequestSchema.parse({ progress: {} })),
  )
  const tokens = lease.tasks.map((task) => task.token)
  const [a = "", b = ""] = tokens
  const sentAt = new Date().toISOString()
  const items = [verdict(a), undo(a), verdict(a), skip(b), verdict("x".repeat(22))]
  await told(annotationsResponseSchema, submitItems(access, { account, sentAt, items }))
  await told(leaseResponseSchema, leaseTasks(access, leaseRequestSchema.parse({ account, have: tokens })))
  await told(renewResponseSchema, renewLeases(access, { account, tokens, idleMs: 0 }))
  await told(recallResponseSchema, recallTasks(access, { account, tokens: [a, b] }))
  await told(sittingResponseSchema, listSitting(access, { since: "2020-01-01T00:00:00Z" }))
  await told(progressResponseSchema, getOwnProgress(access, {}))
  await told(releaseResponseSchema, releaseTasks(access, { account, tokens }))

  const all = traffic.join("\n")
  const { rows: tables } = await pool().query<{ table: string; column: string }>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'uuid'`,
  )
  let ids = 0
  for (const { table, column } of tables) {
    const { rows } = await pool().query<{ id: string }>(
      `SELECT DISTINCT "${column}"::text AS id FROM "${table}" WHERE "${column}" IS NOT NULL`,
    )
    for (const { id } of rows) {
      ids++
      expect(all, `${table}.${column}`).not.toContain(id)
      expect(all, `${table}.${column}`).not.toContain(id.replaceAll("-", ""))
    }
  }
  expect(ids).toBeGreaterThan(50)
  for (const secret of [
    "secret-model",
    person.email,
    other.email,
    "people.example",
    "a known answer",
    "GOLD",
    "seed-",
  ]) {
    expect(all).not.toContain(secret)
  }
  const hashes = await db().completion.findMany({ select: { hash: true } })
  for (const { hash } of hashes) expect(all).not.toContain(hash)
})

test("a task's texts come in the order shown, masked, with the text exactly as the model wrote it", async () => {
  const world = await makeWorld({ tasks: 1 })
  const person = await world.person()
  const { leases } = await claim(person)
  const entries = await db().taskCompletion.findMany({
    where: { taskId: world.taskIds[0] ?? "" },
    orderBy: { position: "asc" },
    include: { completion: true },
  })
  const first = entries[0]
  if (!first) throw new Error("no completion")
  await db().textMask.create({
    data: { completionId: first.completionId, spans: [[0, 0, 6]], reason: "gives itself away" },
  })
  const answer = await leaseTasks(person.access, leaseRequestSchema.parse({}))
  const shown = leases[0]?.shown ?? []
  const contents = answer.tasks[0]?.panels.map((panel) => answer.texts[panel.turns[0]?.text ?? ""]?.raw)
  const stored = entries.map((entry) => (entry.completion.messages as { content: string }[])[0]?.content)
  const masked = stored.map((text, position) => (position === 0 ? text?.replace(/^Answer/, "[…]") : text))
  expect(contents).toEqual(shown.map((position) => masked[position]))
})

test("texts that the page has are not sent again; tasks it lost are told", async () => {
  const world = await makeWorld({ tasks: 5, guidelines: "Be fair." })
  const person = await world.person()
  const first = await leaseTasks(person.access, leaseRequestSchema.parse({}))
  const have = first.tasks.map((task) => task.token)
  const knows = { protocol: first.protocolVersion, guidelines: first.guidelineVersion ?? 0 }
  const [token = ""] = have
  await sendOne(person, verdict(token))
  const second = await leaseTasks(person.access, leaseRequestSchema.parse({ have, knows }))
  expect(second.tasks).toHaveLength(1)
  expect(second.held.map((lease) => lease.token)).toEqual(have.slice(1))
  expect(second).toMatchObject({ gone: [token], protocol: null, guidelines: null })
  const stranger = "A".repeat(22)
  const third = await leaseTasks(person.access, leaseRequestSchema.parse({ have: [stranger] }))
  expect(third.gone).toEqual([stranger])
})

test("new guidelines come with what changed since the version this person saw last", async () => {
  const world = await makeWorld({ tasks: 2, guidelines: "Read both.\n\nPrefer the shorter one." })
  const person = await world.person()
  const lease = async (knows = {}) =>
    (await leaseTasks(person.access, leaseRequestSchema.parse({ knows }))).guidelines
  expect(await lease()).toMatchObject({ version: 1, seenVersion: null, changes: [] })
  const markdown = "Read both.\n\nPrefer the truer one."
  await db().guideline.create({ data: { projectId: world.projectId, version: 2, markdown, hash: "2" } })
  expect(await lease({ guidelines: 1 })).toMatchObject({
    version: 2,
    seenVersion: 1,
    changes: [
      { kind: "same", text: "Read both.\n\nPrefer the " },
      { kind: "removed", text: "shorter" },
      { kind: "added", text: "truer" },
      { kind: "same", text: " one." },
    ],
  })
})

test("renewal needs recent input and ends after two hours", async () => {
  const world = await makeWorld({ tasks: 5 })
  const person = await world.person()
  const { leases } = await claim(person, 1)
  const token = leases[0]?.token ?? ""
  const account = accountOf(person.userId)
  const renew = async (idleMs: number) => renewLeases(person.access, { account, tokens: [token], idleMs })
  const age = async (minutes: number) =>
    pool().query(
      `UPDATE "Assignment" SET "leasedAt" = now() - $2 * interval '1 minute',
      "leaseExpiresAt" = now() + interval '1 minute' WHERE "token" = $1`,
      [token, minutes],
    )
  await age(30)
  const idle = await renew(6 * 60_000)
  expect(Date.parse(idle.leases[0]?.leaseExpiresAt ?? "") - Date.now()).toBeLessThan(61_000)
  const awake = await renew(1000)
  expect(Date.parse(awake.leases[0]?.leaseExpiresAt ?? "") - Date.now()).toBeGreaterThan(11 * 60_000)
  await age(118)
  const late = await renew(1000)
  expect(Date.parse(late.leases[0]?.leaseExpiresAt ?? "") - Date.now()).toBeLessThan(125_000)
  await pool().query(`UPDATE "Assignment" SET "leaseExpiresAt" = now() - interval '1 s' WHERE "token" = $1`, [
    token,
  ])
  expect(await renew(0)).toMatchObject({ leases: [], gone: [token] })
})

test("released tasks go back into the queue at once", async () => {
  const world = await makeWorld({ tasks: 2 })
  const [person, other] = [await world.person(), await world.person()]
  const { leases } = await claim(person)
  const tokens = leases.map((lease) => lease.token)
  expect(await releaseTasks(person.access, { account: accountOf(person.userId), tokens })).toEqual({
    released: 2,
  })
  expect((await claim(other)).leases).toHaveLength(2)
  expect(requireAnnotator(person.access).userId).toBe(person.userId)
})

test("own progress counts surplus and leases, and nobody else's work", async () => {
  const world = await makeWorld({ tasks: 5, overlap: 2 })
  const [person, other] = [await world.person(), await world.person()]
  for (const lease of (await claim(other)).leases) await sendOne(other, verdict(lease.token))
  const [first] = (await claim(person)).leases
  await sendOne(person, verdict(first?.token ?? ""))
  expect(await getOwnProgress(person.access, {})).toEqual({
    doneToday: 1,
    doneTotal: 1,
    left: { count: 4, atLeast: false },
  })
})

test("gold and repeats travel exactly as other tasks do: same keys, same kinds of values, at any stage", async () => {
  const world = await makeWorld({ tasks: 70, leaseAhead: 20, queue: { goldRate: 25, repeatRate: 25 } })
  const admin = await requireProjectAccess({ kind: "cli" }, world.slug, "tasks:update")
  for (const id of world.taskIds.slice(0, 18)) await markGold(admin, id, { preference: "A", reason: "known" })
  const person = await world.person()
  const account = accountOf(person.userId)
  const sentAt = new Date().toISOString()
  const shapes = { LABEL: new Set<string>(), GOLD: new Set<string>(), REPEAT: new Set<string>() }
  const note = async (what: string, one: { token?: string } & object, token = one.token) => {
    const { purpose } = await db().assignment.findUniqueOrThrow({ where: { token: token ?? "" } })
    shapes[purpose].add(`${what} ${shapeOf(JSON.parse(JSON.stringify(one)))}`)
  }
  const lease = async () => leaseTasks(person.access, leaseRequestSchema.parse({ progress: {} }))
  // Enough answers that some of them may come again.
  for (let round = 0; round < 2; round++) {
    const items = (await lease()).tasks.map((task) => verdict(task.token))
    await submitItems(person.access, { account, sentAt, items })
  }
  const { tasks } = await lease()
  const tokens = tasks.map((task) => task.token)
  for (const task of tasks) await note("leased", task)
  const renewed = await renewLeases(person.access, { account, tokens, idleMs: 0 })
  for (const one of renewed.leases) await note("renewed", one)
  const recalled = await recallTasks(person.access, { account, tokens })
  for (const task of recalled.tasks) await note("recalled", task)
  for (const token of tokens) {
    const items = [verdict(token), undo(token), skip(token), undo(token), verdict(token)]
    const { results } = await submitItems(person.access, { account, sentAt, items })
    const said = results.map(({ key: _key, ...result }) => result)
    shapes[await purposeOf(token)].add(JSON.stringify(said))
  }
  const sitting = await listSitting(person.access, { since: "2020-01-01T00:00:00Z" })
  for (const entry of sitting.entries) await note("sitting", entry)
  expect(shapes.GOLD.size).toBeGreaterThan(4)
  expect(shapes.GOLD).toEqual(shapes.LABEL)
  expect(shapes.REPEAT).toEqual(shapes.LABEL)
}, 120_000)

const purposeOf = async (token: string) =>
  (await db().assignment.findUniqueOrThrow({ where: { token }, select: { purpose: true } })).purpose

/** Keys and types of a value, without the values. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].toSorted().join("|")}]`
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value
  const entries = Object.entries(value).map(([key, inner]) => `${key}:${shapeOf(inner)}`)
  return `{${entries.toSorted().join(",")}}`
}
