import type {
  DayCount,
  NumbersInputs,
  Pairing,
  PersonWork,
  Tally,
  UnitCount,
  UnitSlice,
} from "@/core/numbers/inputs"
import type { CrowdLabels } from "@/core/numbers/crowd"
import type { NumbersFilter } from "@/core/numbers/query"
import { protocolSchema } from "@/core/protocol"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { parseCells } from "@/server/data/rollup/parse-cells"
import {
  type FactSums,
  type Places,
  sumAnswers,
  sumFacts,
  sumPairs,
  toPlaces,
  type WorkSums,
} from "@/server/data/rollup/read-packs"
import { sourcesOf, type Summed } from "@/server/data/rollup/sources"

/**
 * The counts that a report is computed from. By round, cohort and criterion alone they come out of the sums, and cost
 * by models and people; other filters add up the packs of their slices and days (packs.ts). Only work and agreement of
 * the comparisons of one model are read from the ledgers row by row, each from one of them.
 */
export async function loadInputs(
  access: ProjectAccess<"results:read">,
  filter: NumbersFilter,
  /** Told the share that is loaded. */
  progress: (done: number) => Promise<void> = async () => {},
): Promise<NumbersInputs> {
  const { projectId } = access
  const [people, models, categories] = await Promise.all([
    listPeople(projectId),
    listModels(projectId),
    countCategories(projectId),
  ])
  const from = sourcesOf(projectId, filter)
  const personAt = toPlaces(people.map((one) => one.no))
  let loaded = 0
  const part = async <T>(what: Promise<T>): Promise<T> => {
    const value = await what
    loaded += 1
    await progress(loaded / 6)
    return value
  }
  // At the same time: the database reads one while another is taken apart here.
  const [facts, units, criteria, slices, pairings, { days, work }] = await Promise.all([
    part(loadFacts(from, people, models, filter.model)),
    part(rows<Omit<UnitCount, "slice"> & { slice: number }>(from.units)),
    part(rows<NonNullable<NumbersInputs["criteria"]>[number]>(from.criteria)),
    part(rows<UnitSlice & { id: number }>(from.slices)),
    part(loadPairings(from, personAt)),
    part(loadWork(from, personAt, people.length)),
  ])
  const sliceAt = new Map(slices.map((slice, at) => [slice.id, at]))
  return {
    people: people.map(({ id, name }) => ({ id, name })),
    models: models.map(({ id, name }) => ({ id, name })),
    ...facts,
    units: units.map((unit) => ({ ...unit, slice: sliceAt.get(unit.slice) ?? -1 })),
    criteria,
    slices: slices.map(({ id: _id, ...slice }) => slice),
    pairings,
    days,
    work,
    categories,
  }
}

/** Comparisons alone, for a leaderboard: several filters one after another over the same people and models. */
export async function openComparisons(
  access: ProjectAccess<"results:read">,
): Promise<(filter: NumbersFilter) => Promise<Pick<NumbersInputs, "models" | "cells">>> {
  const { projectId } = access
  const [people, models] = await Promise.all([listPeople(projectId), listModels(projectId)])
  return async (filter) => ({
    models: models.map(({ id, name }) => ({ id, name })),
    cells: (await loadFacts(sourcesOf(projectId, filter), people, models, filter.model)).cells,
  })
}

export type SliceCount = UnitSlice & { readonly criterion: string; readonly n: number }

/** Comparisons of each slice within a filter, of all criteria; of packs no more than the length is read. */
export async function countSlices(
  access: ProjectAccess<"results:read">,
  filter: NumbersFilter,
): Promise<readonly SliceCount[]> {
  return rows<SliceCount>(sourcesOf(access.projectId, filter).counts)
}

/** Whether the one has fewer days and slices than the other. */
async function isLittle(one: Prisma.Sql, other: Prisma.Sql): Promise<boolean> {
  const count = (where: Prisma.Sql) =>
    rows<{ n: number }>(
      Prisma.sql`SELECT count(*)::int AS "n" FROM "RollupPack" p WHERE p."kind" = 1 AND ${where}`,
    )
  const [[a], [b]] = await Promise.all([count(one), count(other)])
  return (a?.n ?? 0) < (b?.n ?? 0)
}

/** Doubly judged pairs whose labels a model of the crowd is fitted to: enough for it, bounded for a large project. */
const LABELLED = 5_000

/** Labels of pairs judged by several, first by task, people in the order of the report. */
export async function loadLabels(
  access: ProjectAccess<"results:read">,
  filter: NumbersFilter,
): Promise<CrowdLabels> {
  const { projectId } = access
  const personAt = toPlaces((await listPeople(projectId)).map((one) => one.no))
  const units = await rows<{ people: number[]; answers: number[] }>(
    Prisma.sql`SELECT f."people", f."answers" FROM "RollupUnit" f WHERE ${sourcesOf(projectId, filter).unitRows}
      ORDER BY f."taskId", f."seq" LIMIT ${LABELLED}`,
  )
  return {
    items: units.length,
    labels: units.flatMap(({ people, answers }, item) =>
      people.map((no, i) => ({ item, annotator: personAt(no), category: 1 - (answers[i] ?? 0) })),
    ),
  }
}

type Sources = ReturnType<typeof sourcesOf>

type Numbered = readonly { readonly no: number; readonly id: string }[]

async function loadFacts(
  from: Sources,
  people: Numbered,
  models: Numbered,
  model: string,
): Promise<FactSums> {
  const { summed, outside, facts } = from
  const personAt = toPlaces(people.map((one) => one.no))
  const modelAt = toPlaces(models.map((one) => one.no))
  const counts = {
    people: people.length,
    models: models.length,
    model: model === "" ? -1 : models.findIndex((one) => one.id === model),
  }
  if (model !== "" && counts.model < 0) return { cells: new Int32Array(), tallies: [], levels: [] }
  if (!summed) return sumFacts(facts, personAt, modelAt, counts)
  if (!from.spanned) return loadSums(summed, personAt, modelAt)
  return (await isLittle(outside, facts))
    ? sumFacts(outside, personAt, modelAt, counts, await loadSums(summed, personAt, modelAt))
    : sumFacts(facts, personAt, modelAt, counts)
}

async function loadPairings({ pairings }: Sources, personAt: Places): Promise<readonly Pairing[]> {
  if ("packs" in pairings) return sumPairs(pairings.packs, personAt)
  return (await rows<Pairing>(pairings.rows)).map(({ one, two, ...pair }) => ({
    one: personAt(one),
    two: personAt(two),
    ...pair,
  }))
}

async function loadWork({ work }: Sources, personAt: Places, people: number): Promise<WorkSums> {
  if ("packs" in work) return sumAnswers(work.packs, personAt, people)
  if ("rows" in work) return toWork(await withRoom<ModelWork>(work.rows), personAt)
  const [days, persons] = await Promise.all([
    rows<DayCount>(work.days),
    rows<Omit<PersonWork, "person"> & { personId: number }>(work.people),
  ])
  return { days, work: persons.map(({ personId, ...one }) => ({ person: personAt(personId), ...one })) }
}

type ModelWork = Omit<PersonWork, "person"> & { readonly personId: number; readonly day: string }

/** Work by person and day, added up both ways. */
function toWork(all: readonly ModelWork[], personAt: Places): WorkSums {
  const days = new Map<string, { answers: number; people: number }>()
  const work = new Map<number, { answers: number; timed: number; activeMs: number; flags: number }>()
  for (const { day, personId, answers, timed, activeMs, flags } of all) {
    const ofDay = days.get(day) ?? { answers: 0, people: 0 }
    days.set(day, { answers: ofDay.answers + answers, people: ofDay.people + 1 })
    const own = work.get(personId) ?? { answers: 0, timed: 0, activeMs: 0, flags: 0 }
    work.set(personId, {
      answers: own.answers + answers,
      timed: own.timed + timed,
      activeMs: own.activeMs + activeMs,
      flags: own.flags + flags,
    })
  }
  return {
    days: [...days].map(([day, own]) => ({ day, ...own })).toSorted((x, y) => (x.day < y.day ? -1 : 1)),
    work: [...work].map(([no, own]) => ({ person: personAt(no), ...own })),
  }
}

/** A query that joins two ledgers: hashed in memory it takes half the time, and compiling it takes longer than it saves. */
async function withRoom<T>(sql: Prisma.Sql): Promise<T[]> {
  const client = await pool().connect()
  let broken = true
  try {
    await client.query("BEGIN READ ONLY; SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
    const result = await client.query({ text: sql.text, values: sql.values })
    await client.query("COMMIT")
    broken = false
    return result.rows as T[]
  } finally {
    client.release(broken)
  }
}

async function loadSums(from: Summed, personAt: Places, modelAt: Places): Promise<FactSums> {
  const [cells, tallies, [level]] = await Promise.all([
    rows<{ personId: number; cells: string }>(from.cells),
    rows<Omit<Tally, "person"> & { personId: number }>(from.tallies),
    rows<{ level1: number; level2: number; level3: number; level4: number }>(from.levels),
  ])
  return {
    cells: parseCells(cells, personAt, modelAt),
    tallies: tallies.map(({ personId, ...tally }) => ({ person: personAt(personId), ...tally })),
    levels: level ? [level.level1, level.level2, level.level3, level.level4] : [],
  }
}

async function rows<T>(sql: Prisma.Sql): Promise<T[]> {
  const result = await pool().query({ text: sql.text, values: sql.values })
  return result.rows as T[]
}

async function listPeople(projectId: string) {
  return rows<{ no: number; id: string; name: string }>(Prisma.sql`
    SELECT p."id" AS "no", u."id", coalesce(nullif(u."name", ''), u."email") AS "name"
    FROM "RollupPerson" p JOIN "User" u ON u."id" = p."userId" WHERE p."projectId" = ${projectId}::uuid ORDER BY p."id"`)
}

async function listModels(projectId: string) {
  return rows<{ no: number; id: string; name: string }>(Prisma.sql`
    SELECT r."id" AS "no", m."id", coalesce(m."displayName", m."key") AS "name"
    FROM "RollupModel" r JOIN "Model" m ON m."id" = r."modelId" WHERE r."projectId" = ${projectId}::uuid ORDER BY r."id"`)
}

async function countCategories(projectId: string): Promise<2 | 3> {
  const latest = await db().protocolVersion.findFirst({ where: { projectId }, orderBy: { version: "desc" } })
  const scale = latest ? protocolSchema.parse(latest.definition).scale : undefined
  return scale && !scale.tie && !scale.bothBad && scale.points !== 7 ? 2 : 3
}
