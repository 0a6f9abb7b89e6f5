import { randomUUID } from "node:crypto"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Messages } from "@/core/messages"
import { presets } from "@/core/presets/registry"
import type { Protocol } from "@/core/protocol"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { toWireTasks } from "@/server/annotate/to-wire-tasks"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import { db } from "@/server/data/db"
import { createProtocolVersion } from "@/server/data/protocols"
import { exportToFolder } from "@/server/export/export-to-folder"
import { claim, sendOne, verdict } from "@/tests/support/annotate-client"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"

const models = ["alpha", "beta", "gamma"] as const
const questions = [81, 82, 83, 84]

/** Two-turn questions as MT-bench has them, answered by three models. */
const rows = jsonl(
  ...questions.map((id) => ({
    prompt: [{ role: "user", content: `Question ${id}` }],
    completions: models.map((model) => ({
      model,
      completion: [
        { role: "assistant", content: `${model} on ${id}` },
        { role: "user", content: `Now shorter, ${id}` },
        { role: "assistant", content: `${model} shorter on ${id}` },
      ],
    })),
  })),
)

async function make(turns: Protocol["turns"]) {
  const slug = await newProject({ preset: "pairwise", pairing: "balanced:2" })
  const access = await requireProjectAccess({ kind: "cli" }, slug, "project:update", "exports:create")
  if (turns === "each")
    await createProtocolVersion(access, { basedOn: 1, definition: { ...presets.pairwise, turns } })
  await db().project.update({
    where: { slug },
    data: { leaseAhead: 5, goldRate: 0, repeatRate: 0, doubleShare: 0 },
  })
  const result = await importInto(slug, [writeSource("mt.jsonl", rows)])
  return { slug, access, result }
}

async function sit(slug: string) {
  const user = await createUser({ email: `${randomUUID()}@people.example` })
  const { id } = await db().project.findUniqueOrThrow({ where: { slug } })
  await db().membership.create({
    data: { projectId: id, userId: user.id, role: "ANNOTATOR", ringPoint: 1_000_000_000 },
  })
  const actor = { kind: "user", userId: user.id, sessionId: user.id, instanceRole: "MEMBER" } as const
  const access = await requireProjectAccess(actor, slug, "annotations:create")
  return { userId: user.id, email: user.email, access }
}

async function exported(access: Awaited<ReturnType<typeof make>>["access"]) {
  const folder = await mkdtemp(join(tmpdir(), "diptych-turns-"))
  try {
    await exportToFolder(access, { format: "preference", settings: {} }, join(folder, "out"))
    const files = (await readdir(join(folder, "out"), { recursive: true })).filter((name) =>
      name.endsWith(".jsonl"),
    )
    const texts = await Promise.all(files.map((name) => readFile(join(folder, "out", name), "utf8")))
    return texts
      .flatMap((text) => text.trimEnd().split("\n"))
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { chosen: Messages; rejected: Messages })
  } finally {
    await rm(folder, { recursive: true })
  }
}

test("each turn of a conversation is a task, served in order, exported with the turns before it", async () => {
  const { slug, access, result } = await make("each")
  // Two pairs of models per question, and each pair twice: after the first and after the second turn.
  expect(result.tasks).toEqual({ added: 16, existing: 0 })
  expect(result.completions).toEqual({ added: 24, existing: 0 })
  expect((await importInto(slug, [writeSource("again.jsonl", rows)])).tasks).toEqual({
    added: 0,
    existing: 16,
  })

  const person = await sit(slug)
  const seen: string[] = []
  for (let round = 0; round < 8; round += 1) {
    const { leases } = await claim(person)
    if (leases.length === 0) break
    const { tasks, texts } = await toWireTasks(requireAnnotator(person.access), leases)
    for (const [index, task] of tasks.entries()) {
      const said = task.panels.map((panel) => panel.turns.map((turn) => texts[turn.text]?.raw ?? ""))
      const firsts = said.map((turns) => turns[0] ?? "")
      const pair = firsts.toSorted((a, b) => (a < b ? -1 : 1)).join(" | ")
      // The turns before are on the page: the same two conversations go on.
      expect(new Set(said.map((turns) => turns.length)).size).toBe(1)
      seen.push(`${pair} #${said[0]?.length === 1 ? 1 : 2}`)
      await sendOne(person, verdict(leases[index]?.token ?? "", { protocolVersion: 2 }))
    }
  }
  expect(seen).toHaveLength(16)
  // Each second turn comes right after the first one of the same pair.
  for (const first of seen.filter((one) => one.endsWith("#1")))
    expect(seen[seen.indexOf(first) + 1]).toBe(first.replace("#1", "#2"))

  const lines = await exported(access)
  expect(lines).toHaveLength(16)
  for (const { chosen, rejected } of lines) {
    expect(chosen.at(-1)?.role).toBe("assistant")
    expect(rejected.at(-1)?.role).toBe("assistant")
    expect(chosen[0]).toEqual(rejected[0])
  }
  expect(lines.filter(({ chosen }) => chosen.length === 2)).toHaveLength(8)
  expect(lines.filter(({ chosen }) => chosen.length === 4)).toHaveLength(8)
})

test("turns that came as prompts of one conversation are served in their order", async () => {
  const slug = await newProject({ preset: "pairwise", pairing: "all" })
  const access = await requireProjectAccess({ kind: "cli" }, slug, "project:update")
  await createProtocolVersion(access, { basedOn: 1, definition: { ...presets.pairwise, turns: "each" } })
  const talk = (id: number, turn: number) =>
    Array.from({ length: 2 * turn - 1 }, (_, index) => ({
      role: index % 2 === 0 ? "user" : "assistant",
      content: `${id}.${index}`,
    }))
  const source = [1, 2, 3].flatMap((turn) =>
    [1, 2, 3, 4, 5].map((id) => ({
      conversation_id: `talk-${id}`,
      prompt: talk(id, turn),
      completions: ["alpha", "beta"].map((model) => ({ model, completion: `${model} ${id} ${turn}` })),
    })),
  )
  await importInto(slug, [writeSource("talks.jsonl", jsonl(...source))])
  await db().project.update({
    where: { slug },
    data: { leaseAhead: 4, goldRate: 0, repeatRate: 0 },
  })
  const person = await sit(slug)
  const seen: string[] = []
  for (let round = 0; round < 8; round += 1) {
    const { leases } = await claim(person)
    const { tasks, texts } = await toWireTasks(requireAnnotator(person.access), leases)
    for (const { prompt } of tasks)
      seen.push(`${texts[prompt[0]?.text ?? ""]?.raw ?? ""} of ${prompt.length}`)
    for (const { token } of leases) await sendOne(person, verdict(token, { protocolVersion: 2 }))
  }
  expect(seen).toHaveLength(15)
  for (const first of seen.filter((one) => one.endsWith("of 1"))) {
    const at = seen.indexOf(first)
    expect(seen.slice(at, at + 3)).toEqual([1, 3, 5].map((length) => first.replace("of 1", `of ${length}`)))
  }
})

test("a conversation judged as a whole is one task with all of its turns", async () => {
  const { slug, access, result } = await make("whole")
  expect(result.tasks).toEqual({ added: 8, existing: 0 })
  const person = await sit(slug)
  for (let round = 0; round < 4; round += 1) {
    const { leases } = await claim(person)
    const { tasks } = await toWireTasks(requireAnnotator(person.access), leases)
    expect(tasks.every((task) => task.panels.every((panel) => panel.turns.length === 3))).toBe(true)
    for (const { token } of leases) await sendOne(person, verdict(token))
  }
  const lines = await exported(access)
  expect(lines).toHaveLength(8)
  for (const { chosen } of lines)
    expect(chosen.map((turn) => turn.role)).toEqual(["user", "assistant", "user", "assistant"])
})
