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
import { isSummed } from "@/core/numbers/query"
import { protocolSchema } from "@/core/protocol"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { tallyCounts } from "@/server/data/rollup/columns"
import { db, pool } from "@/server/data/db"
import {
  type FactSums,
  type Places,
  sumAnswers,
  sumFacts,
  sumPairs,
  toPlaces,
  type WorkSums,
} from "@/server/data/rollup/read-packs"

/**
 * The counts that a report is computed from. By round, cohort and criterion alone they come out of the sums, and cost
 * by models and people; other filters add up the packs of their slices and days (packs.ts). Only work and agreement of
 * the comparisons of one model are read from the ledgers row by row.
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
  const modelAt = toPlaces(models.map((one) => one.no))
  const counts = {
    people: people.length,
    models: models.length,
    model: filter.model === "" ? -1 : models.findIndex((one) => one.id === filter.model),
  }
  let loaded = 0
  const part = async <T>(what: Promise<T>): Promise<T> => {
    const value = await what
    loaded += 1
    await progress(loaded / 6)
    return value
  }
  // At the same time: the database reads one while another is taken apart here.
  const [facts, units, criteria, slices, pairings, { days, work }] = await Promise.all([
    part(
      filter.model !== "" && counts.model < 0
        ? Promise.resolve<FactSums>({ cells: new Int32Array(), tallies: [], levels: [] })
        : loadFacts(from, personAt, modelAt, counts),
    ),
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

async function loadFacts(
  from: Sources,
  personAt: Places,
  modelAt: Places,
  counts: Parameters<typeof sumFacts>[3],
): Promise<FactSums> {
  const { summed, outside, facts } = from
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
  const [days, persons] = await Promise.all([
    rows<DayCount>(work.days),
    rows<Omit<PersonWork, "person"> & { personId: number }>(work.people),
  ])
  return { days, work: persons.map(({ personId, ...one }) => ({ person: personAt(personId), ...one })) }
}

type Summed = Record<"cells" | "tallies" | "levels", Prisma.Sql>

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

const wideCounts = ["lw", "lt", "ll"].flatMap((kind) => [0, 1, 2, 3, 4].map((i) => `${kind}${i}`))

function sourcesOf(projectId: string, filter: NumbersFilter) {
  const { round, cohort, criterion, from, to, tag, useCase, language, guideline, model } = filter
  const raw = Prisma.raw
  const all = (parts: readonly (Prisma.Sql | false)[]) =>
    Prisma.join([Prisma.sql`true`, ...parts.filter((part): part is Prisma.Sql => part !== false)], " AND ")
  // Whole answers stand under no criterion.
  const group = (criterionIs: string | null) =>
    all([
      Prisma.sql`g."projectId" = ${projectId}::uuid`,
      criterionIs !== null && Prisma.sql`g."criterion" = ${criterionIs}`,
      round !== "" && Prisma.sql`g."roundId" = ${round}::uuid`,
      cohort !== "" && Prisma.sql`g."cohort" = ${cohort}`,
    ])
  const slice = all([
    guideline > 0 && Prisma.sql`s."guideline" = ${guideline}`,
    language !== "" && Prisma.sql`s."language" = ${language}`,
    useCase !== "" && Prisma.sql`s."useCase" = ${useCase}`,
    tag !== "" && Prisma.sql`${tag} = ANY (s."tags")`,
  ])
  const isSliced = `${tag}${useCase}${language}` !== "" || guideline > 0
  const groups = (criterionIs: string) =>
    Prisma.sql`(SELECT g."id" FROM "RollupGroup" g WHERE ${group(criterionIs)})`
  const sliceIds = (criterionIs: string | null) => Prisma.sql`(SELECT s."id" FROM "RollupSlice" s
    JOIN "RollupGroup" g ON g."id" = s."groupId" WHERE ${group(criterionIs)} AND ${slice})`
  const within = (column: string) =>
    all([
      from !== "" && Prisma.sql`${raw(column)} >= ${from}::date`,
      to !== "" && Prisma.sql`${raw(column)} <= ${to}::date`,
    ])
  const packs = (criterionIs: string) =>
    Prisma.sql`p."sliceId" IN ${sliceIds(criterionIs)} AND ${within(`p."day"`)}`
  const slices = Prisma.sql`SELECT s."id", coalesce(g."roundId"::text, '') AS "round", g."cohort", s."guideline",
    s."language", s."useCase", s."tags" FROM "RollupSlice" s JOIN "RollupGroup" g ON g."id" = s."groupId"
    WHERE ${group(criterion)} AND ${slice}`
  const level = (i: number) => `coalesce(sum(c."win${i}" + c."loss${i}"), 0)::int AS "level${i}"`
  // The sums know no days: with a span, all days less those outside.
  const summed: Summed | null = isSummed({ ...filter, from: "", to: "" })
    ? {
        cells: Prisma.sql`SELECT c."personId",
            array_agg(ARRAY[c."first", c."second", c."side", ${raw(wideCounts.join(", "))}])::text AS "cells"
          FROM (SELECT c."personId", c."first", c."second", c."side",
              ${raw(wideCounts.map((name) => `sum(c."${name}")::int AS ${name}`).join(", "))}
            FROM "RollupCell" c WHERE c."groupId" IN ${groups(criterion)} GROUP BY 1, 2, 3, 4) c GROUP BY 1`,
        tallies: Prisma.sql`SELECT t."personId", ${raw(tallyCounts.map(([name]) => `sum(t."${name}")::int AS "${name}"`).join(", "))}
          FROM "RollupTally" t WHERE t."groupId" IN ${groups(criterion)} GROUP BY 1`,
        levels: Prisma.sql`SELECT ${raw([1, 2, 3, 4].map(level).join(", "))} FROM "RollupCell" c
          WHERE c."groupId" IN ${groups(criterion)}`,
      }
    : null
  const number = Prisma.sql`(SELECT r."id" FROM "RollupModel" r WHERE r."projectId" = ${projectId}::uuid AND r."modelId" = ${model || null}::uuid)`
  const ofUnits = Prisma.sql`f."sliceId" IN ${sliceIds(criterion)} AND ${within(`f."day"`)}`
  const ofModel = Prisma.sql`${ofUnits} AND ${number} = ANY (f."models")`
  const answers = Prisma.sql`f."sliceId" IN ${sliceIds("")} AND ${within(`(f."hour" AT TIME ZONE 'UTC')::date`)}
    AND EXISTS (SELECT 1 FROM "RollupFact" x WHERE x."taskId" = f."taskId" AND (x."first" = ${number} OR x."second" = ${number}))`
  const works = Prisma.sql`w."groupId" IN ${groups("")} AND ${within(`w."day"`)}`
  return {
    slices,
    summed,
    spanned: `${from}${to}` !== "",
    facts: packs(criterion),
    outside: Prisma.sql`p."sliceId" IN ${sliceIds(criterion)} AND NOT (${within(`p."day"`)})`,
    units:
      model === ""
        ? Prisma.sql`SELECT r."sliceId" AS "slice", r."day"::text, r."a", r."tie", r."b", r."units"
            FROM "RollupAgreement" r WHERE r."sliceId" IN ${sliceIds(criterion)} AND ${within(`r."day"`)}`
        : Prisma.sql`SELECT f."sliceId" AS "slice", f."day"::text, f."a", f."tie", f."b", count(*)::int AS "units"
            FROM "RollupUnit" f WHERE ${ofModel} GROUP BY 1, 2, 3, 4, 5`,
    // Of one model it is left out: that would be a second reading of the ledger.
    criteria:
      model === ""
        ? Prisma.sql`SELECT g."criterion", r."a", r."tie", r."b", sum(r."units")::int AS "units"
            FROM "RollupAgreement" r JOIN "RollupSlice" s ON s."id" = r."sliceId" JOIN "RollupGroup" g ON g."id" = s."groupId"
            WHERE r."sliceId" IN ${sliceIds(null)} AND ${within(`r."day"`)} GROUP BY 1, 2, 3, 4`
        : Prisma.sql`SELECT '' AS "criterion", 0 AS "a", 0 AS "tie", 0 AS "b", 0 AS "units" WHERE false`,
    /** Condition on the ledger of doubly judged pairs. */
    unitRows: model === "" ? ofUnits : ofModel,
    pairings: isSummed(filter)
      ? {
          rows: Prisma.sql`SELECT p."one", p."two", sum(p."pairs")::int AS "pairs", sum(p."agreeing")::int AS "agreeing"
            FROM "RollupPairing" p WHERE p."groupId" IN ${groups(criterion)} GROUP BY 1, 2`,
        }
      : model === ""
        ? { packs: packs(criterion) }
        : {
            rows: Prisma.sql`SELECT least(x."person", y."person") AS "one", greatest(x."person", y."person") AS "two",
                count(*)::int AS "pairs", (count(*) FILTER (WHERE x."answer" = y."answer"))::int AS "agreeing"
              FROM "RollupUnit" f
              CROSS JOIN LATERAL unnest(f."people", f."answers") WITH ORDINALITY AS x("person", "answer", "at")
              CROSS JOIN LATERAL unnest(f."people", f."answers") WITH ORDINALITY AS y("person", "answer", "at")
              WHERE ${ofModel} AND x."at" < y."at" GROUP BY 1, 2`,
          },
    work:
      model !== ""
        ? {
            days: Prisma.sql`SELECT (f."hour" AT TIME ZONE 'UTC')::date::text AS "day", count(*)::int AS "answers",
                count(DISTINCT f."personId")::int AS "people"
              FROM "RollupAnswer" f WHERE ${answers} GROUP BY 1 ORDER BY 1`,
            people: Prisma.sql`SELECT f."personId", count(*)::int AS "answers", count(f."activeMs")::int AS "timed",
                coalesce(sum(f."activeMs"), 0)::float8 AS "activeMs", sum(f."flags")::int AS "flags"
              FROM "RollupAnswer" f WHERE ${answers} GROUP BY 1`,
          }
        : isSliced
          ? { packs: packs("") }
          : {
              days: Prisma.sql`SELECT w."day"::text AS "day", sum(w."answers")::int AS "answers", count(*)::int AS "people"
                FROM (SELECT w."day", w."personId", sum(w."answers") AS "answers" FROM "RollupWork" w WHERE ${works}
                  GROUP BY 1, 2) w GROUP BY 1 ORDER BY 1`,
              people: Prisma.sql`SELECT w."personId", sum(w."answers")::int AS "answers", sum(w."timed")::int AS "timed",
                  sum(w."activeMs")::float8 AS "activeMs", sum(w."flags")::int AS "flags"
                FROM "RollupWork" w WHERE ${works} GROUP BY 1`,
            },
  }
}

/**
 * One text a person, `{{1,2,-1,…},{…}}`: far quicker to read than as many rows. Wide rows (first, second, side and
 * fifteen counts by class of length) become one cell a class that has any.
 */
function parseCells(
  lines: readonly { personId: number; cells: string }[],
  personAt: Places,
  modelAt: Places,
): Int32Array {
  const out: number[] = []
  const width = 18
  const row = new Int32Array(width)
  for (const { personId, cells } of lines) {
    const person = personAt(personId)
    let at = 0
    let value = 0
    let sign = 1
    let inside = false
    for (let i = 0; i < cells.length; i++) {
      const code = cells.charCodeAt(i)
      if (code >= 48 && code <= 57) {
        value = value * 10 + code - 48
        inside = true
      } else if (code === 45) sign = -1
      else if (inside) {
        row[at++] = sign * value
        value = 0
        sign = 1
        inside = false
        if (at === width) {
          pushCells(out, row, person, modelAt)
          at = 0
        }
      }
    }
  }
  return Int32Array.from(out)
}

function pushCells(out: number[], row: Int32Array, person: number, modelAt: Places): void {
  const [first, second] = [modelAt(row[0] as number), modelAt(row[1] as number)]
  const side = row[2] as number
  for (let i = 0; i < 5; i++) {
    const [w, t, l] = [row[3 + i] as number, row[8 + i] as number, row[13 + i] as number]
    if (w + t + l > 0) out.push(person, first, second, side, i - 2, w, t, l)
  }
}
