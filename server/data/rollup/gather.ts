import { Prisma } from "@/prisma/client/client"
import { LENGTH_BOUNDS } from "@/core/numbers/length-class"
import { agreementVotes } from "@/server/data/agreement-votes"
import { annotationState, isCounted, isLatest } from "@/server/data/counted-annotations"

const none = Prisma.sql`chr(31)`
const inTasks = Prisma.sql`a."taskId" IN (SELECT "id" FROM now_task)`
const lengthOf = (a: Prisma.Sql, b: Prisma.Sql) => Prisma.sql`CASE
  WHEN ${a} + ${b} <= 0 OR abs(${a} - ${b})::float8 / (${a} + ${b}) < ${LENGTH_BOUNDS.alike} THEN 0
  WHEN abs(${a} - ${b})::float8 / (${a} + ${b}) < ${LENGTH_BOUNDS.far} THEN sign(${a} - ${b}) ELSE 2 * sign(${a} - ${b}) END`

/**
 * What is counted of some tasks now, into temporary tables: `now_answer` (a row per counted answer), `now_fact`
 * (per comparison and pair of models it is credited to) and `now_unit` (per pair judged by two or more whose votes
 * enter agreement). "groupKey" and "sliceKey" name the group and slice; ids come later.
 */
export function gatherTasks(projectId: string, taskIds: readonly string[]): Prisma.Sql[] {
  const tasks = Prisma.sql`${[...taskIds]}::uuid[]`
  const group = (cohort: Prisma.Sql, criterion: Prisma.Sql) => Prisma.sql`concat_ws(${none},
    coalesce(t."roundId"::text, ''), ${cohort}, ${criterion}, t."kind"::text)`
  const slice = (
    guideline: Prisma.Sql,
  ) => Prisma.sql`concat_ws(${none}, ${guideline}::text, t."language", t."useCase",
    array_to_string(t."tags", chr(30)))`
  return [
    Prisma.sql`INSERT INTO now_task SELECT t."id", t."roundId", t."kind", coalesce(p."language", ''),
        coalesce(p."useCase", ''), coalesce((SELECT array_agg(x ORDER BY x COLLATE "C") FROM unnest(p."tags") x), '{}')
      FROM "Task" t JOIN "Prompt" p ON p."id" = t."promptId"
      WHERE t."id" = ANY (${tasks}) AND t."projectId" = ${projectId}::uuid`,
    Prisma.sql`INSERT INTO now_answer SELECT a."id", a."taskId", a."annotatorId",
        ${group(Prisma.sql`coalesce(a."cohort", '')`, Prisma.sql`''`)}, ${slice(Prisma.sql`coalesce(g."version", 0)`)},
        coalesce(a."cohort", ''), coalesce(g."version", 0), a."createdAt",
        (SELECT count(*)::int FROM "Comparison" c WHERE c."annotationId" = a."id"),
        least(a."activeMs", 1800000), (SELECT count(*)::int FROM "Flag" l WHERE l."annotationId" = a."id"), a."shown"
      FROM now_task t JOIN "Annotation" a ON a."taskId" = t."id"
      JOIN "Assignment" s ON s."id" = a."assignmentId" LEFT JOIN "Guideline" g ON g."id" = a."guidelineId"
      WHERE ${isCounted}`,
    // Every model of the prompt that gave the text; the one the task was made with comes first.
    Prisma.sql`INSERT INTO now_credit SELECT tc."taskId", tc."position", same."modelId", c."chars",
        same."modelId" = c."modelId"
      FROM now_task t JOIN "TaskCompletion" tc ON tc."taskId" = t."id" JOIN "Completion" c ON c."id" = tc."completionId"
      JOIN "Completion" same ON same."promptId" = c."promptId" AND same."hash" = c."hash"
      GROUP BY tc."taskId", tc."position", same."modelId", c."chars", c."modelId"`,
    Prisma.sql`INSERT INTO now_model SELECT m."taskId", m."position", m."modelId", m."chars", m."own", r."id"
      FROM now_credit m JOIN "RollupModel" r ON r."modelId" = m."modelId" AND r."projectId" = ${projectId}::uuid`,
    Prisma.sql`INSERT INTO now_fact SELECT n."taskId", n."annotatorId",
        ${group(Prisma.sql`n."cohort"`, Prisma.sql`c."criterion"`)}, ${slice(Prisma.sql`n."guideline"`)},
        least(ma."modelNo", mb."modelNo"), greatest(ma."modelNo", mb."modelNo"),
        CASE WHEN t."kind" <> 'PAIRWISE' THEN 0 WHEN n."shown"[1] = c."positionA" THEN turn.n ELSE -turn.n END,
        CASE c."preference" WHEN 'A' THEN turn.n WHEN 'B' THEN -turn.n ELSE 0 END, c."bothBad",
        least(coalesce(c."level", 0), 4), turn.n * ${lengthOf(Prisma.sql`ma."chars"`, Prisma.sql`mb."chars"`)},
        row_number() OVER (PARTITION BY c."annotationId", c."criterion"
          ORDER BY c."positionA", c."positionB", (ma."own" AND mb."own") DESC) = 1,
        ma."own" AND mb."own", (n."createdAt" AT TIME ZONE 'UTC')::date
      FROM now_task t JOIN now_answer n ON n."taskId" = t."id"
      JOIN "Comparison" c ON c."annotationId" = n."annotationId"
      JOIN now_model ma ON ma."taskId" = n."taskId" AND ma."position" = c."positionA"
      JOIN now_model mb ON mb."taskId" = n."taskId" AND mb."position" = c."positionB"
      CROSS JOIN LATERAL (SELECT CASE WHEN ma."modelNo" <= mb."modelNo" THEN 1 ELSE -1 END AS n) turn
      WHERE ma."modelNo" <> mb."modelNo" OR (ma."own" AND mb."own")`,
    Prisma.sql`WITH v AS MATERIALIZED (
        SELECT w."annotationId" FROM (${agreementVotes(projectId, inTasks)}) w)
      INSERT INTO now_unit SELECT t."id",
        ${group(Prisma.sql`CASE WHEN min(n."cohort") = max(n."cohort") THEN min(n."cohort") ELSE '*' END`, Prisma.sql`c."criterion"`)},
        ${slice(Prisma.sql`max(n."guideline")`)}, (max(n."createdAt") AT TIME ZONE 'UTC')::date,
        count(*) FILTER (WHERE c."preference" = 'A'), count(*) FILTER (WHERE c."preference" = 'TIE'),
        count(*) FILTER (WHERE c."preference" = 'B'),
        array_agg(p."id" ORDER BY p."id"),
        array_agg((CASE c."preference" WHEN 'A' THEN 1 WHEN 'B' THEN -1 ELSE 0 END)::smallint ORDER BY p."id"),
        (SELECT array_agg(DISTINCT m."modelNo") FROM now_model m
          WHERE m."taskId" = t."id" AND m."position" IN (c."positionA", c."positionB"))
      FROM v JOIN now_answer n ON n."annotationId" = v."annotationId" JOIN now_task t ON t."id" = n."taskId"
      JOIN "Comparison" c ON c."annotationId" = n."annotationId"
      JOIN "RollupPerson" p ON p."userId" = n."annotatorId" AND p."projectId" = ${projectId}::uuid
      GROUP BY t."id", t."roundId", t."kind", t."language", t."useCase", t."tags", c."criterion", c."positionA", c."positionB"
      HAVING count(*) >= 2`,
  ]
}

/** People, groups and slices that are new get their numbers. Runs after the answers are gathered (models before). */
export function numberDimensions(projectId: string): Prisma.Sql[] {
  const project = Prisma.sql`${projectId}::uuid`
  const dims = Prisma.sql`(SELECT "groupKey", "sliceKey" FROM now_answer UNION SELECT "groupKey", "sliceKey" FROM now_fact
    UNION SELECT "groupKey", "sliceKey" FROM now_unit)`
  return [
    Prisma.sql`INSERT INTO "RollupGroup" ("projectId", "roundId", "cohort", "criterion", "kind", "key")
      SELECT ${project}, nullif(split_part(k, ${none}, 1), '')::uuid, split_part(k, ${none}, 2), split_part(k, ${none}, 3),
        split_part(k, ${none}, 4)::"TaskKind", k
      FROM (SELECT DISTINCT "groupKey" AS k FROM ${dims} d) x
      WHERE NOT EXISTS (SELECT 1 FROM "RollupGroup" g WHERE g."projectId" = ${project} AND g."key" = x.k)`,
    Prisma.sql`INSERT INTO "RollupSlice" ("groupId", "guideline", "language", "useCase", "tags", "key")
      SELECT g."id", split_part(k, ${none}, 1)::int, split_part(k, ${none}, 2), split_part(k, ${none}, 3),
        string_to_array(nullif(split_part(k, ${none}, 4), ''), chr(30)), k
      FROM (SELECT DISTINCT "groupKey", "sliceKey" AS k FROM ${dims} d) x
      JOIN "RollupGroup" g ON g."projectId" = ${project} AND g."key" = x."groupKey"
      WHERE NOT EXISTS (SELECT 1 FROM "RollupSlice" s WHERE s."groupId" = g."id" AND s."key" = x.k)`,
  ]
}

/** Latest answers that do not count, into `now_fate`. */
export function gatherFates(): Prisma.Sql {
  return Prisma.sql`INSERT INTO now_fate SELECT x."taskId", x."annotatorId", x."fate" FROM (
      SELECT a."taskId", a."annotatorId", ${annotationState} AS "fate" FROM now_task t
      JOIN "Annotation" a ON a."taskId" = t."id" JOIN "Assignment" s ON s."id" = a."assignmentId" WHERE ${isLatest}) x
    WHERE x."fate" IN ('surplus', 'excluded', 'withdrawn')`
}

/** The pairs of the gathered tasks on which counted answers differ: both bad and tie are two answers here. */
export function fillDiffer(projectId: string): Prisma.Sql {
  return Prisma.sql`INSERT INTO "RollupDiffer" ("taskId", "positionA", "positionB", "projectId", "a", "b", "tie", "bad",
      "votes", "split", "last")
    SELECT x."taskId", x."positionA", x."positionB", ${projectId}::uuid, x."a", x."b", x."tie", x."bad", x."votes",
      least(x."a", x."b"), x."last"
    FROM (SELECT n."taskId", c."positionA", c."positionB", (count(*) FILTER (WHERE c."preference" = 'A'))::int AS "a",
        (count(*) FILTER (WHERE c."preference" = 'B'))::int AS "b",
        (count(*) FILTER (WHERE c."preference" = 'TIE' AND NOT c."bothBad"))::int AS "tie",
        (count(*) FILTER (WHERE c."bothBad"))::int AS "bad", count(*)::int AS "votes", max(n."createdAt") AS "last",
        count(DISTINCT (c."preference", c."bothBad")) AS "kinds"
      FROM now_answer n JOIN "Comparison" c ON c."annotationId" = n."annotationId" AND c."criterion" = 'overall'
      GROUP BY 1, 2, 3) x
    WHERE x."kinds" > 1`
}

export function numberPeople(projectId: string): Prisma.Sql {
  return Prisma.sql`INSERT INTO "RollupPerson" ("projectId", "userId")
    SELECT DISTINCT ${projectId}::uuid, n."annotatorId"
    FROM (SELECT "annotatorId" FROM now_answer UNION SELECT "annotatorId" FROM now_fate) n
    WHERE NOT EXISTS (SELECT 1 FROM "RollupPerson" p WHERE p."projectId" = ${projectId}::uuid AND p."userId" = n."annotatorId")`
}

export function numberModels(projectId: string): Prisma.Sql {
  return Prisma.sql`INSERT INTO "RollupModel" ("projectId", "modelId")
    SELECT DISTINCT ${projectId}::uuid, c."modelId" FROM now_credit c
    WHERE NOT EXISTS (SELECT 1 FROM "RollupModel" m WHERE m."projectId" = ${projectId}::uuid AND m."modelId" = c."modelId")`
}

/** Temporary tables of one connection, emptied at each commit. */
export const temporaryTables = `
  CREATE TEMP TABLE IF NOT EXISTS now_task ("id" uuid, "roundId" uuid, "kind" "TaskKind", "language" text, "useCase" text,
    "tags" text[]) ON COMMIT DELETE ROWS;
  CREATE TEMP TABLE IF NOT EXISTS now_answer ("annotationId" uuid, "taskId" uuid, "annotatorId" uuid, "groupKey" text,
    "sliceKey" text, "cohort" text, "guideline" int, "createdAt" timestamptz, "comparisons" int, "activeMs" int,
    "flags" int, "shown" int[]) ON COMMIT DELETE ROWS;
  CREATE TEMP TABLE IF NOT EXISTS now_credit ("taskId" uuid, "position" int, "modelId" uuid, "chars" int, "own" bool)
    ON COMMIT DELETE ROWS;
  CREATE TEMP TABLE IF NOT EXISTS now_model ("taskId" uuid, "position" int, "modelId" uuid, "chars" int, "own" bool,
    "modelNo" int) ON COMMIT DELETE ROWS;
  CREATE INDEX IF NOT EXISTS now_model_task ON now_model ("taskId", "position");
  CREATE TEMP TABLE IF NOT EXISTS now_fact ("taskId" uuid, "annotatorId" uuid, "groupKey" text, "sliceKey" text,
    "first" int, "second" int, "side" int, "outcome" int, "bad" bool, "level" int, "length" int, "head" bool,
    "own" bool, "day" date) ON COMMIT DELETE ROWS;
  CREATE TEMP TABLE IF NOT EXISTS now_unit ("taskId" uuid, "groupKey" text, "sliceKey" text, "day" date, "a" int,
    "tie" int, "b" int, "people" int[], "answers" smallint[], "models" int[]) ON COMMIT DELETE ROWS;
  CREATE TEMP TABLE IF NOT EXISTS now_fate ("taskId" uuid, "annotatorId" uuid, "fate" text) ON COMMIT DELETE ROWS;
  CREATE TEMP TABLE IF NOT EXISTS fate_delta ON COMMIT DELETE ROWS AS
    SELECT 1 AS "sign", f.* FROM "RollupFate" f WITH NO DATA;
  CREATE TEMP TABLE IF NOT EXISTS fact_delta ON COMMIT DELETE ROWS AS
    SELECT 1 AS "sign", f.* FROM "RollupFact" f WITH NO DATA;
  CREATE TEMP TABLE IF NOT EXISTS answer_delta ON COMMIT DELETE ROWS AS
    SELECT 1 AS "sign", f.* FROM "RollupAnswer" f WITH NO DATA;
  CREATE TEMP TABLE IF NOT EXISTS unit_delta ON COMMIT DELETE ROWS AS
    SELECT 1 AS "sign", f.* FROM "RollupUnit" f WITH NO DATA;`
