import { randomUUID } from "node:crypto"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Permission } from "@/core/permissions"
import { roundInputSchema } from "@/core/rounds/round"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { createRound, listRounds, stepRound, updateRound } from "@/server/data/rounds"
import { listTasks } from "@/server/data/tasks-list"
import { exportToFolder } from "@/server/export/export-to-folder"
import { taskQuerySchema } from "@/core/lists/task-query"
import { claim, sendOne, verdict } from "@/tests/support/annotate-client"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"

const on = <P extends Permission>(slug: string, ...wanted: readonly [P, ...P[]]) =>
  requireProjectAccess({ kind: "cli" }, slug, ...wanted)
const input = (name: string, more: object = {}) => roundInputSchema.parse({ name, ...more })
const rows = (models: readonly string[], ids: readonly number[]) =>
  jsonl(
    ...ids.map((id) => ({
      prompt: `Question ${id}`,
      completions: models.map((model) => ({ model, completion: `${model} says ${id}` })),
    })),
  )

async function judgeAll(slug: string): Promise<number> {
  const user = await createUser({ email: `${randomUUID()}@people.example` })
  const project = await db().project.update({
    where: { slug },
    data: { leaseAhead: 200, goldRate: 0, repeatRate: 0 },
  })
  await db().membership.create({
    data: { projectId: project.id, userId: user.id, role: "ANNOTATOR", ringPoint: 0 },
  })
  const actor = { kind: "user", userId: user.id, sessionId: user.id, instanceRole: "MEMBER" } as const
  const person = {
    userId: user.id,
    email: user.email,
    access: await requireProjectAccess(actor, slug, "annotations:create"),
  }
  const { leases } = await claim(person)
  for (const { token } of leases) await sendOne(person, verdict(token))
  return leases.length
}

/** The rows of an export, file by file, without what says when it was made. */
async function exported(slug: string, settings: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "diptych-rounds-"))
  try {
    await exportToFolder(
      await on(slug, "exports:create"),
      { format: "preference", settings },
      join(folder, "out"),
    )
    const files = (await readdir(join(folder, "out"), { recursive: true })).filter((name) =>
      name.endsWith(".jsonl"),
    )
    const texts = files
      .toSorted()
      .map(async (name) => `${name}\n${await readFile(join(folder, "out", name), "utf8")}`)
    return (await Promise.all(texts)).join("")
  } finally {
    await rm(folder, { recursive: true })
  }
}
const pairs = (text: string) => text.split("\n").filter((line) => line.startsWith("{")).length

test("collect, export, add answers of the next policy, collect again, export round by round", async () => {
  const slug = await newProject({ preset: "pairwise", pairing: "all" })
  const access = await on(slug, "project:update")
  await db().project.update({ where: { slug }, data: { doubleShare: 0 } })
  await createRound(access, input("First", { policyVersion: "sft-1" }))
  await importInto(slug, [writeSource("one.jsonl", rows(["alpha", "beta"], [1, 2, 3]))])
  expect(await judgeAll(slug)).toBe(3)
  const before = await exported(slug, { rounds: "1" })
  expect(pairs(before)).toBe(3)

  await createRound(access, input("Second", { startsOn: "2026-11-21", onDistribution: "75" }))
  // The same prompts with one more answer each, and a new prompt.
  const again = writeSource("two.jsonl", rows(["alpha", "beta", "gamma"], [1, 2, 3, 4]))
  expect(await importInto(slug, [again])).toMatchObject({
    prompts: { added: 1, existing: 3 },
    completions: { added: 6, existing: 6 },
    tasks: { added: 9, existing: 3 },
  })
  expect(await listRounds(access)).toMatchObject([
    {
      number: 2,
      active: true,
      completions: 6,
      tasks: 9,
      done: 0,
      startsOn: "2026-11-21",
      onDistributionShare: 0.75,
    },
    { number: 1, active: false, completions: 6, tasks: 3, done: 3, policyVersion: "sft-1" },
  ])
  // What was there already keeps its round, whatever comes in again.
  expect(await exported(slug, { rounds: "1" })).toBe(before)
  expect(pairs(await exported(slug, { rounds: "2" }))).toBe(0)

  expect(await judgeAll(slug)).toBe(9)
  expect(await exported(slug, { rounds: "1" })).toBe(before)
  expect(pairs(await exported(slug, { rounds: "2" }))).toBe(9)
  expect(pairs(await exported(slug, {}))).toBe(12)

  const list = await on(slug, "tasks:read", "results:read")
  const total = async (round: string) => (await listTasks(list, taskQuerySchema.parse({ round }))).total
  expect([await total("1"), await total("2"), await total("none"), await total("9")]).toEqual([3, 9, 0, 0])
})

test("an import names its round; a closed one takes none, and one round at most is active", async () => {
  const slug = await newProject({ preset: "pairwise" })
  const access = await on(slug, "project:update")
  await createRound(access, input("First"))
  await createRound(access, input("Second"))
  const one = (id: number) => [writeSource("x.jsonl", rows(["alpha", "beta"], [id]))]
  await importInto(slug, one(1), { round: "First" })
  await importInto(slug, one(2), { round: "none" })
  await importInto(slug, one(3))
  await expect(importInto(slug, one(4), { round: "Third" })).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: 'There is no round "Third" in this project; there are 1 (First), 2 (Second).',
  })
  await stepRound(access, 1, "close")
  await expect(importInto(slug, one(4), { round: "1" })).rejects.toMatchObject({ code: "CONFLICT" })
  await expect(stepRound(access, 1, "activate")).rejects.toMatchObject({ code: "CONFLICT" })
  await stepRound(access, 1, "reopen")
  await stepRound(access, 1, "activate")
  await updateRound(access, 1, input("Once more"))
  expect(
    (await listRounds(access)).map(({ number, name, active, tasks }) => [number, name, active, tasks]),
  ).toEqual([
    [2, "Second", false, 1],
    [1, "Once more", true, 1],
  ])
  await stepRound(access, 1, "close")
  await importInto(slug, one(5))
  expect(await db().task.count({ where: { projectId: access.projectId, roundId: null } })).toBe(2)
  await expect(
    db().round.update({
      where: { projectId_number: { projectId: access.projectId, number: 1 } },
      data: { active: true },
    }),
  ).rejects.toThrow("Round_closed_check")
  expect(
    await db().auditEvent.findMany({
      where: { projectId: access.projectId, subjectType: "Round" },
      select: { action: true },
    }),
  ).toHaveLength(7)
})
