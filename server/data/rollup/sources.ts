import { isSummed, type NumbersFilter } from "@/core/numbers/query"
import { Prisma } from "@/prisma/client/client"
import { tallyCounts } from "@/server/data/rollup/columns"

export type Summed = Record<"cells" | "tallies" | "levels", Prisma.Sql>

const wideCounts = ["lw", "lt", "ll"].flatMap((kind) => [0, 1, 2, 3, 4].map((i) => `${kind}${i}`))

/** Where each count of a filter is read from: sums, packs or rows, as queries and conditions. */
export function sourcesOf(projectId: string, filter: NumbersFilter) {
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
    AND ${number} = ANY (f."models")`
  const works = Prisma.sql`w."groupId" IN ${groups("")} AND ${within(`w."day"`)}`
  return {
    slices,
    summed,
    spanned: `${from}${to}` !== "",
    facts: packs(criterion),
    // Twelve bytes a comparison.
    counts: Prisma.sql`SELECT g."criterion", coalesce(g."roundId"::text, '') AS "round", g."cohort", s."guideline", s."language",
        s."useCase", coalesce(s."tags", '{}') AS "tags", n."n"
      FROM (SELECT p."sliceId", sum(coalesce(octet_length(p."packed") / 12,
            (SELECT count(*) FROM "RollupFact" f WHERE f."sliceId" = p."sliceId" AND f."day" = p."day")))::float8 AS "n"
          FROM "RollupPack" p WHERE p."kind" = 1 AND p."sliceId" IN ${sliceIds(null)} AND ${within(`p."day"`)} GROUP BY 1) n
        JOIN "RollupSlice" s ON s."id" = n."sliceId" JOIN "RollupGroup" g ON g."id" = s."groupId" WHERE n."n" > 0`,
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
            rows: Prisma.sql`SELECT (f."hour" AT TIME ZONE 'UTC')::date::text AS "day", f."personId", count(*)::int AS "answers",
                count(f."activeMs")::int AS "timed", coalesce(sum(f."activeMs"), 0)::float8 AS "activeMs",
                sum(f."flags")::int AS "flags"
              FROM "RollupAnswer" f WHERE ${answers} GROUP BY 1, 2`,
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
