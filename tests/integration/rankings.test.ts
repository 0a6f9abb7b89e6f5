import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import type { OutboxItem } from "@/core/annotate/wire"
import { presets } from "@/core/presets/registry"
import { requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { exportToFolder } from "@/server/export/export-to-folder"
import { claim, sendOne, verdict } from "@/tests/support/annotate-client"
import { makeKindWorld } from "@/tests/support/kinds-world"

type Verdict = Extract<OutboxItem, { kind: "verdict" }>
const ranked = (token: string, more: Partial<Verdict>) => verdict(token, { verdict: null, ...more })

/** Competition ranks by text for an order with ties, drawn from numbers that may repeat. */
function ranksOf(scores: readonly number[]): number[] {
  return scores.map((score) => 1 + scores.filter((other) => other > score).length)
}

test("a ranking of 2 to 9 texts, any ties: stored, derived and exported as it was keyed", async () => {
  const sizes = [2, 3, 4, 5, 6, 7, 8, 9, 9, 6, 4, 2]
  const { project, person } = await makeKindWorld("instructgpt", sizes)
  const { leases } = await claim(person)
  expect(leases).toHaveLength(sizes.length)
  /** What was meant, by prompt and text: the higher the better. */
  const meant = new Map<string, number>()
  const scores = fc.sample(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 9, maxLength: 9 }), {
    numRuns: sizes.length,
    seed: 5,
  })
  for (const [index, lease] of leases.entries()) {
    const task = await db().task.findFirstOrThrow({
      where: { assignments: { some: { token: lease.token } } },
      include: {
        completions: { include: { completion: true }, orderBy: { position: "asc" } },
      },
    })
    const texts = task.completions.map(({ completion }) => JSON.stringify(completion.messages))
    const byPosition = texts.map((_, position) => scores[index]?.[position] ?? 0)
    texts.forEach((text, position) => meant.set(text, byPosition[position] ?? 0))
    const onScreen = lease.shown.map((position) => byPosition[position] ?? 0)
    const result = await sendOne(
      person,
      ranked(lease.token, {
        ranks: ranksOf(onScreen),
        ratings: onScreen.map((value, panel) => ({ panel, criterion: "quality", value })),
        flags: [{ panel: 0, type: "hallucination" }],
      }),
    )
    expect(result).toMatchObject({ status: "accepted" })

    const [stored] = await db().annotation.findMany({
      where: { taskId: task.id },
      include: {
        comparisons: true,
        placements: { orderBy: { position: "asc" } },
        ratings: true,
        flags: true,
      },
    })
    const k = task.k
    expect(stored?.placements.map(({ rank }) => rank)).toEqual(ranksOf(byPosition))
    expect(stored?.comparisons).toHaveLength((k * (k - 1)) / 2)
    for (const { positionA, positionB, preference } of stored?.comparisons ?? []) {
      const sign = Math.sign((byPosition[positionA] ?? 0) - (byPosition[positionB] ?? 0))
      expect(preference).toBe(sign > 0 ? "A" : sign < 0 ? "B" : "TIE")
    }
    for (const { position, value } of stored?.ratings ?? []) expect(value).toBe(byPosition[position])
    expect(stored?.flags).toMatchObject([{ position: lease.shown[0], type: "hallucination" }])
  }

  const folder = await mkdtemp(join(tmpdir(), "diptych-ranked-"))
  try {
    const exporter = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
    await exportToFolder(exporter, { format: "preference", settings: {} }, join(folder, "out"))
    const files = (await readdir(join(folder, "out"), { recursive: true })).filter((name) =>
      name.endsWith(".jsonl"),
    )
    const texts = await Promise.all(files.map((name) => readFile(join(folder, "out", name), "utf8")))
    const rows = texts
      .flatMap((text) => text.trimEnd().split("\n"))
      .map((line) => JSON.parse(line) as { chosen: unknown; rejected: unknown })
    const decided = (values: readonly number[]) =>
      values.flatMap((a, i) => values.slice(i + 1).filter((b) => a !== b)).length
    const wanted = [...meant.keys()].length
    expect(wanted).toBe(sizes.reduce((sum, k) => sum + k, 0))
    const signs = rows.map(({ chosen, rejected }) => {
      const [a, b] = [meant.get(textKey(chosen)), meant.get(textKey(rejected))]
      return a !== undefined && b !== undefined && a > b
    })
    expect(signs.every(Boolean)).toBe(true)
    const tasks = await db().task.findMany({
      where: { projectId: project.id },
      include: { completions: { include: { completion: true } } },
    })
    const pairs = tasks.map((task) =>
      decided(task.completions.map(({ completion }) => meant.get(JSON.stringify(completion.messages)) ?? 0)),
    )
    expect(rows).toHaveLength(pairs.reduce((sum, one) => sum + one, 0))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** The last turn of a side, as the completion is stored. */
function textKey(side: unknown): string {
  if (typeof side === "string") return JSON.stringify([{ role: "assistant", content: side }])
  const turns = Array.isArray(side) ? side : []
  return JSON.stringify(turns.slice(-1))
}

test("ratings of a single text, and a ranking that cannot be given", async () => {
  const rating = await makeKindWorld("text-axes", [1])
  const [lease] = (await claim(rating.person)).leases
  const axes = ["relevance", "coherence", "fluency"].map((criterion, n) => ({
    panel: 0,
    criterion,
    value: n + 5,
  }))
  expect(await sendOne(rating.person, ranked(lease?.token ?? "", { ratings: axes }))).toMatchObject({
    status: "accepted",
  })
  expect(
    await db().rating.findMany({
      orderBy: { value: "asc" },
      where: { annotation: { projectId: rating.project.id } },
    }),
  ).toMatchObject(axes.map(({ criterion, value }) => ({ criterion, value, position: 0 })))

  const many = await makeKindWorld("instructgpt", [4])
  const [other] = (await claim(many.person)).leases
  const given = await sendOne(many.person, ranked(other?.token ?? "", { notRankable: true }))
  expect(given).toMatchObject({ status: "accepted" })
  expect(
    await db().annotation.findFirst({
      where: { projectId: many.project.id },
      include: { comparisons: true, placements: true },
    }),
  ).toMatchObject({ notRankable: true, comparisons: [], placements: [] })
})

test("where the worse one is asked for, the other one is stored as the better", async () => {
  const { project, person } = await makeKindWorld("hh-red-team", [2])
  expect(presets["hh-red-team"].asks).toBe("worse")
  const [lease] = (await claim(person)).leases
  await sendOne(person, verdict(lease?.token ?? "", { verdict: { side: "left", level: 4 } }))
  const better = lease?.shown[1]
  expect(await db().comparison.findFirst({ where: { annotation: { projectId: project.id } } })).toMatchObject(
    {
      preference: better === 0 ? "A" : "B",
      level: 4,
    },
  )
})

test("marked words are the same words where parts of the text are hidden, before and after it was marked", async () => {
  const text = "I am Zed, a model of Acme. The sky is green."
  const { project, person } = await makeKindWorld("text-axes", [1], { text: () => text })
  const {
    id: _,
    createdAt: _at,
    ...first
  } = await db().protocolVersion.findFirstOrThrow({
    where: { projectId: project.id },
  })
  const definition = { ...presets["text-axes"], flagSpans: true }
  await db().protocolVersion.create({ data: { ...first, version: 2, definition, hash: "2".repeat(64) } })
  const { id: completionId } = await db().completion.findFirstOrThrow({ where: { projectId: project.id } })
  const hide = (spans: number[][], later: number) =>
    db().textMask.create({
      data: { completionId, spans, reason: "a name", createdAt: new Date(Date.now() + later) },
    })
  await hide([[0, 5, 8]], 0)
  const shown = "I am […], a model of Acme. The sky is green."
  const [lease] = (await claim(person)).leases
  const token = lease?.token ?? ""
  // The page has this text when another name in it is hidden.
  await hide(
    [
      [0, 5, 8],
      [0, 21, 25],
    ],
    1000,
  )
  const axes = ["relevance", "coherence", "fluency"].map((criterion) => ({ panel: 0, criterion, value: 4 }))
  const mark = (words: string, said = words) => ({
    panel: 0,
    type: "broken",
    span: { start: shown.indexOf(words), end: shown.indexOf(words) + words.length, words: said },
  })
  const flags = ["[…], a", "Acme", "sky is green"].map((words) => mark(words))
  const rated = { protocolVersion: 2, ratings: axes }
  expect(await sendOne(person, ranked(token, { ...rated, flags: [mark("green", "verde")] }))).toMatchObject({
    status: "refused",
    message: "The marked words are not in the text.",
  })
  expect(await sendOne(person, ranked(token, { ...rated, flags }))).toMatchObject({ status: "accepted" })

  const stored = await db().flag.findMany({
    where: { annotation: { projectId: project.id } },
    orderBy: { spanStart: "asc" },
  })
  expect(stored.map(({ spanStart, spanEnd }) => text.slice(spanStart ?? 0, spanEnd ?? 0))).toEqual([
    "Zed, a",
    "Acme",
    "sky is green",
  ])
  const folder = await mkdtemp(join(tmpdir(), "diptych-marked-"))
  try {
    const exporter = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
    await exportToFolder(exporter, { format: "raw_annotations", settings: {} }, join(folder, "out"))
    const files = await readdir(join(folder, "out"), { recursive: true })
    const file = files.find((name) => name.endsWith(".jsonl")) ?? ""
    const row = JSON.parse(await readFile(join(folder, "out", file), "utf8")) as {
      completions: { messages: { content: string }[] }[]
      annotations: { flags: { span_start: number; span_end: number }[] }[]
    }
    const content = row.completions[0]?.messages[0]?.content ?? ""
    expect(content).toBe("I am […], a model of […]. The sky is green.")
    expect(row.annotations[0]?.flags.map((flag) => content.slice(flag.span_start, flag.span_end))).toEqual([
      "[…], a",
      "[…]",
      "sky is green",
    ])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
