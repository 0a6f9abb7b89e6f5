import type { NumbersFilter } from "@/core/numbers/query"
import { isSummed } from "@/core/numbers/query"
import type { NumbersInputs, Tally } from "@/core/numbers/inputs"
import { protocolSchema } from "@/core/protocol"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { signedSums, tallyCounts } from "@/server/data/rollup/columns"
import { db, pool } from "@/server/data/db"

/**
 * The counts that a report is computed from. By round, cohort and criterion alone they come out of the sums, and cost
 * by models and people; any other filter reads the ledgers, a row per counted comparison.
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
  const personAt = new Map(people.map((one, at) => [one.no, at]))
  const modelAt = new Map(models.map((one, at) => [one.no, at]))
  const cells = parseCells(
    await rows<{ personId: number; cells: string }>(from.cells),
    from.wide,
    personAt,
    modelAt,
  )
  await progress(0.5)
  const tallies = await rows<Omit<Tally, "person"> & { personId: number }>(from.tallies)
  const levels = await rows<{ level1: number; level2: number; level3: number; level4: number }>(from.levels)
  await progress(0.7)
  const units = await rows<{ slice: number; day: string; a: number; tie: number; b: number; units: number }>(
    from.units,
  )
  const slices = await rows<{
    id: number
    round: string
    cohort: string
    guideline: number
    language: string
    useCase: string
    tags: string[]
  }>(from.slices)
  const pairings = await rows<{ one: number; two: number; pairs: number; agreeing: number }>(from.pairings)
  await progress(0.9)
  const days = await rows<{ day: string; answers: number; people: number }>(from.days)
  const work = await rows<{
    personId: number
    answers: number
    timed: number
    activeMs: number
    flags: number
  }>(from.work)
  const sliceAt = new Map(slices.map((slice, at) => [slice.id, at]))
  const at = (no: number) => personAt.get(no) ?? -1
  const [level] = levels
  return {
    people: people.map(({ id, name }) => ({ id, name })),
    models: models.map(({ id, name }) => ({ id, name })),
    cells,
    tallies: tallies.map(({ personId, ...tally }) => ({ person: at(personId), ...tally })),
    levels: level ? [level.level1, level.level2, level.level3, level.level4] : [],
    units: units.map((unit) => ({ ...unit, slice: sliceAt.get(unit.slice) ?? -1 })),
    slices: slices.map(({ id: _id, ...slice }) => slice),
    pairings: pairings.map(({ one, two, ...pair }) => ({ one: at(one), two: at(two), ...pair })),
    days,
    work: work.map(({ personId, ...one }) => ({ person: at(personId), ...one })),
    categories,
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

function sourcesOf(projectId: string, filter: NumbersFilter) {
  const { round, cohort, criterion, from, to, tag, useCase, language, guideline, model } = filter
  const all = (parts: readonly (Prisma.Sql | false)[]) =>
    Prisma.join([Prisma.sql`true`, ...parts.filter((part): part is Prisma.Sql => part !== false)], " AND ")
  // Whole answers stand under no criterion.
  const group = (criterionIs: string) =>
    all([
      Prisma.sql`g."projectId" = ${projectId}::uuid AND g."criterion" = ${criterionIs}`,
      round !== "" && Prisma.sql`g."roundId" = ${round}::uuid`,
      cohort !== "" && Prisma.sql`g."cohort" = ${cohort}`,
    ])
  const slice = all([
    guideline > 0 && Prisma.sql`s."guideline" = ${guideline}`,
    language !== "" && Prisma.sql`s."language" = ${language}`,
    useCase !== "" && Prisma.sql`s."useCase" = ${useCase}`,
    tag !== "" && Prisma.sql`${tag} = ANY (s."tags")`,
  ])
  const slices = Prisma.sql`SELECT s."id", coalesce(g."roundId"::text, '') AS "round", g."cohort", s."guideline",
    s."language", s."useCase", s."tags" FROM "RollupSlice" s JOIN "RollupGroup" g ON g."id" = s."groupId"
    WHERE ${group(criterion)} AND ${slice}`
  const sum = Prisma.raw
  if (isSummed(filter)) {
    const groups = (criterionIs: string) =>
      Prisma.sql`(SELECT g."id" FROM "RollupGroup" g WHERE ${group(criterionIs)})`
    const wide = ["lw", "lt", "ll"]
      .flatMap((kind) => [0, 1, 2, 3, 4].map((i) => `c."${kind}${i}"`))
      .join(", ")
    const level = (i: number) => `coalesce(sum(c."win${i}" + c."loss${i}"), 0)::int AS "level${i}"`
    return {
      wide: true,
      slices,
      cells: Prisma.sql`SELECT c."personId", array_agg(ARRAY[c."first", c."second", c."side", ${sum(wide)}])::text AS "cells"
        FROM "RollupCell" c WHERE c."groupId" IN ${groups(criterion)} GROUP BY 1`,
      tallies: Prisma.sql`SELECT t."personId", ${sum(tallyCounts.map(([name]) => `sum(t."${name}")::int AS "${name}"`).join(", "))}
        FROM "RollupTally" t WHERE t."groupId" IN ${groups(criterion)} GROUP BY 1`,
      levels: Prisma.sql`SELECT ${sum([1, 2, 3, 4].map(level).join(", "))} FROM "RollupCell" c
        WHERE c."groupId" IN ${groups(criterion)}`,
      units: Prisma.sql`SELECT r."sliceId" AS "slice", r."day"::text, r."a", r."tie", r."b", r."units"
        FROM "RollupAgreement" r JOIN (${slices}) x ON x."id" = r."sliceId"`,
      pairings: Prisma.sql`SELECT p."one", p."two", sum(p."pairs")::int AS "pairs", sum(p."agreeing")::int AS "agreeing"
        FROM "RollupPairing" p WHERE p."groupId" IN ${groups(criterion)} GROUP BY 1, 2`,
      days: Prisma.sql`SELECT (h."hour" AT TIME ZONE 'UTC')::date::text AS "day", sum(h."answers")::int AS "answers",
          count(DISTINCT h."personId")::int AS "people"
        FROM "RollupHour" h WHERE h."groupId" IN ${groups("")} GROUP BY 1 ORDER BY 1`,
      work: Prisma.sql`SELECT h."personId", sum(h."answers")::int AS "answers", sum(h."timed")::int AS "timed",
          sum(h."activeMs")::float8 AS "activeMs", sum(h."flags")::int AS "flags"
        FROM "RollupHour" h WHERE h."groupId" IN ${groups("")} GROUP BY 1`,
    }
  }
  const sliceIds = (criterionIs: string) => Prisma.sql`(SELECT s."id" FROM "RollupSlice" s
    JOIN "RollupGroup" g ON g."id" = s."groupId" WHERE ${group(criterionIs)} AND ${slice})`
  const number = Prisma.sql`(SELECT r."id" FROM "RollupModel" r WHERE r."projectId" = ${projectId}::uuid AND r."modelId" = ${model || null}::uuid)`
  const facts = all([
    Prisma.sql`f."sliceId" IN ${sliceIds(criterion)}`,
    from !== "" && Prisma.sql`f."day" >= ${from}::date`,
    to !== "" && Prisma.sql`f."day" <= ${to}::date`,
    model !== "" && Prisma.sql`(f."first" = ${number} OR f."second" = ${number})`,
  ])
  const answers = all([
    Prisma.sql`f."sliceId" IN ${sliceIds("")}`,
    from !== "" && Prisma.sql`f."hour" >= ${from}::date::timestamp AT TIME ZONE 'UTC'`,
    to !== "" && Prisma.sql`f."hour" < (${to}::date + 1)::timestamp AT TIME ZONE 'UTC'`,
    model !== "" &&
      Prisma.sql`EXISTS (SELECT 1 FROM "RollupFact" x WHERE x."taskId" = f."taskId"
        AND (x."first" = ${number} OR x."second" = ${number}))`,
  ])
  const units = all([
    Prisma.sql`f."sliceId" IN ${sliceIds(criterion)}`,
    from !== "" && Prisma.sql`f."day" >= ${from}::date`,
    to !== "" && Prisma.sql`f."day" <= ${to}::date`,
    model !== "" && Prisma.sql`${number} = ANY (f."models")`,
  ])
  const outcome = (n: number) => `count(*) FILTER (WHERE f."outcome" = ${n})`
  const level = (i: number) => `(count(*) FILTER (WHERE f."level" = ${i}))::int AS "level${i}"`
  return {
    wide: false,
    slices,
    cells: Prisma.sql`SELECT c."personId",
        array_agg(ARRAY[c."first", c."second", c."side", c."length", c.w, c.t, c.l]::int[])::text AS "cells"
      FROM (SELECT f."personId", f."first", f."second", f."side", f."length", ${sum(outcome(1))} AS w,
          ${sum(outcome(0))} AS t, ${sum(outcome(-1))} AS l
        FROM "RollupFact" f WHERE ${facts} GROUP BY 1, 2, 3, 4, 5) c GROUP BY 1`,
    tallies: Prisma.sql`SELECT f."personId", ${sum(signedSums(tallyCounts, "1"))}
      FROM "RollupFact" f WHERE ${facts} AND f."own" GROUP BY 1`,
    levels: Prisma.sql`SELECT ${sum([1, 2, 3, 4].map(level).join(", "))} FROM "RollupFact" f WHERE ${facts} AND f."level" > 0`,
    units: Prisma.sql`SELECT f."sliceId" AS "slice", f."day"::text, f."a", f."tie", f."b", count(*)::int AS "units"
      FROM "RollupUnit" f WHERE ${units} GROUP BY 1, 2, 3, 4, 5`,
    pairings: Prisma.sql`SELECT least(x."person", y."person") AS "one", greatest(x."person", y."person") AS "two",
        count(*)::int AS "pairs", (count(*) FILTER (WHERE x."answer" = y."answer"))::int AS "agreeing"
      FROM "RollupUnit" f
      CROSS JOIN LATERAL unnest(f."people", f."answers") WITH ORDINALITY AS x("person", "answer", "at")
      CROSS JOIN LATERAL unnest(f."people", f."answers") WITH ORDINALITY AS y("person", "answer", "at")
      WHERE ${units} AND x."at" < y."at" GROUP BY 1, 2`,
    days: Prisma.sql`SELECT (f."hour" AT TIME ZONE 'UTC')::date::text AS "day", count(*)::int AS "answers",
        count(DISTINCT f."personId")::int AS "people"
      FROM "RollupAnswer" f WHERE ${answers} GROUP BY 1 ORDER BY 1`,
    work: Prisma.sql`SELECT f."personId", count(*)::int AS "answers", count(f."activeMs")::int AS "timed",
        coalesce(sum(f."activeMs"), 0)::float8 AS "activeMs", sum(f."flags")::int AS "flags"
      FROM "RollupAnswer" f WHERE ${answers} GROUP BY 1`,
  }
}

/**
 * One text a person, `{{1,2,-1,…},{…}}`: far quicker to read than as many rows. Wide rows (first, second, side and
 * fifteen counts by class of length) become one cell a class that has any.
 */
function parseCells(
  lines: readonly { personId: number; cells: string }[],
  wide: boolean,
  personAt: ReadonlyMap<number, number>,
  modelAt: ReadonlyMap<number, number>,
): Int32Array {
  const out: number[] = []
  const width = wide ? 18 : 7
  const row = new Int32Array(width)
  for (const { personId, cells } of lines) {
    const person = personAt.get(personId) ?? -1
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
          pushCells(out, row, wide, person, modelAt)
          at = 0
        }
      }
    }
  }
  return Int32Array.from(out)
}

function pushCells(
  out: number[],
  row: Int32Array,
  wide: boolean,
  person: number,
  modelAt: ReadonlyMap<number, number>,
): void {
  const first = modelAt.get(row[0] as number) ?? -1
  const second = modelAt.get(row[1] as number) ?? -1
  const side = row[2] as number
  if (!wide) {
    out.push(
      person,
      first,
      second,
      side,
      row[3] as number,
      row[4] as number,
      row[5] as number,
      row[6] as number,
    )
    return
  }
  for (let i = 0; i < 5; i++) {
    const [w, t, l] = [row[3 + i] as number, row[8 + i] as number, row[13 + i] as number]
    if (w + t + l > 0) out.push(person, first, second, side, i - 2, w, t, l)
  }
}
