import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import type { ExportCounts } from "@/core/exports/export-view"
import { exportFormats } from "@/formats/export/registry"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { exportToFolder } from "@/server/export/export-to-folder"
import { previewExport } from "@/server/export/preview-export"
import { verifyFolder } from "@/server/export/verify-folder"

// What the settings see comes out of the database: who answered, when, in which cohort and round.

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "diptych-settings-"))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

let serial = 0
const accessTo = (slug: string) => requireProjectAccess({ kind: "cli" }, slug, "exports:create")

async function run(slug: string, settings: Record<string, unknown>, format = "preference") {
  const directory = join(folder, `${format}-${serial++}`)
  const { manifest } = await exportToFolder(await accessTo(slug), { format, settings }, directory)
  const rows: Record<string, unknown>[] = []
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".jsonl")) continue
    const text = await readFile(join(entry.path, entry.name), "utf8")
    for (const line of text.trimEnd().split("\n"))
      rows.push({ split: entry.name.split("-")[0], ...JSON.parse(line) })
  }
  return { manifest, rows, directory }
}

/** Three people, three prompts: the expert is of another mind, and came a day later. */
async function scene() {
  const project = await createProject({ preset: "graded-7" })
  const [ada, ben, expert] = await Promise.all([createUser(), createUser(), createUser()])
  const pairs = []
  for (const prompt of ["One?", "Two?", "Three?"]) {
    const pair = await createPair(project, { prompt })
    pairs.push(pair)
    for (const person of [ada, ben]) {
      await createAnnotation(project, pair.task, person, {
        preference: "A",
        level: 2,
        cohort: "main",
        activeMs: 20_000,
        createdAt: new Date("2026-08-01T10:00:00.000Z"),
      })
    }
  }
  const [first] = pairs
  if (!first) throw new Error("three pairs")
  await createAnnotation(project, first.task, expert, {
    preference: "B",
    level: 3,
    cohort: "expert",
    activeMs: 90_000,
    rationale: "The second is right.",
    createdAt: new Date("2026-08-02T10:00:00.000Z"),
  })
  return { project, first, expert }
}

test("every format is exported, verified, and counted the same before the download", async () => {
  const { project } = await scene()
  for (const format of exportFormats) {
    const { manifest, directory } = await run(project.slug, {}, format.name)
    expect([format.name, (await verifyFolder(directory)).problems]).toEqual([format.name, []])
    const preview = await previewExport(await accessTo(project.slug), { format: format.name, settings: {} })
    expect(preview.counts).toEqual(manifest.counts satisfies ExportCounts)
    const papers = manifest.files.map(({ path }) => path)
    for (const paper of ["README.md", "RUN.md", "LICENSE", "croissant.json"]) expect(papers).toContain(paper)
  }
})

test("filters look at cohort, time, active time and person, and each is counted", async () => {
  const { project } = await scene()
  const counted = async (settings: Record<string, unknown>) =>
    (await run(project.slug, settings)).manifest.counts.annotations
  expect(await counted({})).toEqual({ read: 7, counted: 7, left_out: {} })
  expect(await counted({ cohorts: "expert" })).toEqual({ read: 7, counted: 1, left_out: { other_cohort: 6 } })
  expect(await counted({ until: "2026-08-02" })).toEqual({ read: 7, counted: 6, left_out: { other_time: 1 } })
  expect(await counted({ from: "2026-08-02" })).toEqual({ read: 7, counted: 1, left_out: { other_time: 6 } })
  expect(await counted({ minActiveMs: 30_000 })).toEqual({ read: 7, counted: 1, left_out: { too_fast: 6 } })
  expect(await counted({ protocols: "2" })).toEqual({ read: 7, counted: 0, left_out: { other_protocol: 7 } })
  expect(await counted({ rounds: "1" })).toEqual({ read: 7, counted: 0, left_out: { other_round: 7 } })
  const rows = (await run(project.slug, {}, "arena")).rows
  const judges = [...new Set(rows.map(({ judge }) => String(judge)))]
  expect(judges).toHaveLength(3)
  const one = await run(project.slug, { annotators: judges.slice(0, 1) })
  expect(one.manifest.counts.annotations.left_out.other_annotator).toBeGreaterThan(0)
})

test("margins come from the protocol, or from Llama 2's scales", async () => {
  const { project } = await scene()
  const margins = async (margin: string) =>
    (await run(project.slug, { margin, cohorts: "main" }, "preference_margin")).rows.map((row) => row.margin)
  expect(await margins("scale")).toEqual([2 / 3, 2 / 3, 2 / 3])
  expect(await margins("llama2_large")).toEqual([2, 2, 2])
  for (const margin of await margins("logit")) expect(margin).toBeCloseTo(Math.log(19), 12)
})

test("one group left out: its prompt is test, with its answer; the rest is train", async () => {
  const { project, first } = await scene()
  const { rows, manifest } = await run(project.slug, { splitBy: "cohort", testCohort: "expert" })
  expect(rows.map((row) => row.split).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    "test",
    "train",
    "train",
  ])
  expect(rows.find((row) => row.split === "test")?.prompt_hash).toBe(first.prompt.hash)
  expect(manifest.counts.annotations.left_out).toEqual({ held_out_cohort: 2 })
  expect(manifest.splits.rule).toContain('cohort "expert"')
})

test("weights of people are learned from the export and stand in its manifest", async () => {
  const { project } = await scene()
  const { manifest } = await run(project.slug, { aggregation: "weighted" })
  const weights = Object.values(manifest.annotator_weights ?? {})
  expect(weights).toHaveLength(3)
  expect(Math.min(...weights)).toBeLessThan(Math.max(...weights))
  expect((await run(project.slug, {}, "nemo_rl")).manifest.annotator_weights).toBeUndefined()
})

test("control tasks and surplus stay out, and count when they are asked for", async () => {
  const project = await createProject()
  const { task } = await createPair(project)
  await createAnnotation(project, task, await createUser(), { preference: "A", purpose: "GOLD" })
  await createAnnotation(project, task, await createUser(), { preference: "A", status: "SURPLUS" })
  const out = await run(project.slug, {})
  expect(out.manifest.counts.annotations.left_out).toEqual({ surplus: 1, gold: 1 })
  expect((await run(project.slug, { include: "gold" })).rows).toHaveLength(1)
  expect((await run(project.slug, { include: "gold,surplus" })).manifest.counts.annotations.counted).toBe(2)
})

test("a setting that does not fit is refused by name, and nothing is written down", async () => {
  const { project } = await scene()
  const access = await accessTo(project.slug)
  const wish = { format: "preference_margin", settings: { aggregation: "soft" } }
  await expect(exportToFolder(access, wish, join(folder, "x"))).rejects.toThrow(
    '"From votes to one answer" (--aggregation)',
  )
  expect(await db().exportRun.count({ where: { projectId: project.id } })).toBe(0)
})
