import type { Prisma } from "@/prisma/client/client"
import {
  fillDiffer,
  gatherFates,
  gatherTasks,
  numberDimensions,
  numberModels,
  numberPeople,
  temporaryTables,
} from "@/server/data/rollup/gather"
import { emptyPacks } from "@/server/data/rollup/packs"
import { addSum, dropEmpty, sums } from "@/server/data/rollup/sums"
import type { Sql } from "@/server/data/transaction"

/**
 * Replaces what the ledgers hold of some tasks by what is counted of them now, and changes the sums by the
 * difference. Doing it again changes nothing, so a task looked at once too often is never counted twice.
 * Inside a transaction; only one at a time per project.
 */
export async function replaceTasks(tx: Sql, projectId: string, taskIds: readonly string[]): Promise<void> {
  if (taskIds.length === 0) return
  await tx.query(temporaryTables)
  const [task, answer, credit, model, fact, unit] = gatherTasks(projectId, taskIds) as [
    Prisma.Sql,
    Prisma.Sql,
    Prisma.Sql,
    Prisma.Sql,
    Prisma.Sql,
    Prisma.Sql,
  ]
  const statements = [
    task,
    answer,
    credit,
    gatherFates(),
    numberPeople(projectId),
    numberModels(projectId),
    model,
    fact,
    unit,
    ...numberDimensions(projectId),
  ]
  for (const statement of statements) {
    await run(tx, statement)
    // The planner knows nothing of a temporary table, and would join thousands of rows one by one.
    if (statement === model) await tx.query("ANALYZE now_task, now_answer, now_model")
  }
  await tx.query("ANALYZE now_fact, now_unit")
  const before = await countTwice(tx, taskIds)
  for (const [table, delta] of ledgers) {
    await tx.query(
      `INSERT INTO ${delta} SELECT -1, f.* FROM "${table}" f WHERE f."taskId" = ANY ($1::uuid[])`,
      [taskIds],
    )
    await tx.query(`DELETE FROM "${table}" WHERE "taskId" = ANY ($1::uuid[])`, [taskIds])
  }
  for (const text of fillLedgers) await tx.query(text, [projectId])
  for (const [table, delta] of ledgers) {
    await tx.query(
      `INSERT INTO ${delta} SELECT 1, f.* FROM "${table}" f WHERE f."taskId" = ANY ($1::uuid[])`,
      [taskIds],
    )
  }
  await tx.query(`DELETE FROM "RollupDiffer" WHERE "taskId" = ANY ($1::uuid[])`, [taskIds])
  await run(tx, fillDiffer(projectId))
  const after = await countTwice(tx, taskIds)
  await tx.query(
    `UPDATE "RollupState" SET "twice" = "twice" + $2, "differing" = "differing" + $3 WHERE "projectId" = $1::uuid`,
    [projectId, after.twice - before.twice, after.differing - before.differing],
  )
  await tx.query("ANALYZE fact_delta, answer_delta, unit_delta")
  for (const sum of sums) {
    await tx.query(addSum(sum))
    await tx.query(dropEmpty(sum))
  }
  await emptyPacks(tx)
  await tx.query(
    "TRUNCATE now_task, now_answer, now_credit, now_model, now_fact, now_unit, now_fate, fact_delta, answer_delta, unit_delta, fate_delta",
  )
}

export const ledgers = [
  ["RollupFact", "fact_delta"],
  ["RollupAnswer", "answer_delta"],
  ["RollupUnit", "unit_delta"],
  ["RollupFate", "fate_delta"],
] as const

const dimensions = `JOIN "RollupGroup" g ON g."projectId" = $1::uuid AND g."key" = n."groupKey"
  JOIN "RollupSlice" s ON s."groupId" = g."id" AND s."key" = n."sliceKey"`
const person = `JOIN "RollupPerson" p ON p."projectId" = $1::uuid AND p."userId" = n."annotatorId"`

const fillLedgers = [
  `INSERT INTO "RollupFact" ("taskId", "seq", "sliceId", "personId", "first", "second", "side", "outcome", "bad",
      "level", "length", "head", "own", "day")
    SELECT n."taskId", row_number() OVER (PARTITION BY n."taskId"), s."id", p."id", n."first", n."second", n."side",
      n."outcome", n."bad", n."level", n."length", n."head", n."own", n."day"
    FROM now_fact n ${dimensions} ${person}`,
  `INSERT INTO "RollupAnswer" ("taskId", "seq", "sliceId", "personId", "hour", "comparisons", "activeMs", "flags", "models")
    SELECT n."taskId", row_number() OVER (PARTITION BY n."taskId"), s."id", p."id",
      date_trunc('hour', n."createdAt", 'UTC'), n."comparisons", n."activeMs", n."flags", coalesce(m."models", '{}')
    FROM now_answer n ${dimensions} ${person}
    LEFT JOIN (SELECT f."taskId", array_agg(DISTINCT v."model") AS "models"
      FROM now_fact f CROSS JOIN LATERAL (VALUES (f."first"), (f."second")) v("model") GROUP BY 1) m
      ON m."taskId" = n."taskId"`,
  `INSERT INTO "RollupUnit" ("taskId", "seq", "sliceId", "day", "a", "tie", "b", "people", "answers", "models")
    SELECT n."taskId", row_number() OVER (PARTITION BY n."taskId"), s."id", n."day", n."a", n."tie", n."b",
      n."people", n."answers", n."models"
    FROM now_unit n ${dimensions}`,
  `INSERT INTO "RollupFate" ("taskId", "seq", "personId", "fate")
    SELECT n."taskId", row_number() OVER (PARTITION BY n."taskId"), p."id", n."fate" FROM now_fate n ${person}`,
]

/** Of some tasks, those with two or more counted answers and those on which they differ, as the ledgers stand. */
async function countTwice(
  tx: Sql,
  taskIds: readonly string[],
): Promise<{ twice: number; differing: number }> {
  const { rows } = await tx.query<{ twice: number; differing: number }>(
    `SELECT (SELECT count(*)::int FROM (SELECT 1 FROM "RollupAnswer" WHERE "taskId" = ANY ($1::uuid[])
         GROUP BY "taskId" HAVING count(*) >= 2) x) AS "twice",
       (SELECT count(DISTINCT "taskId")::int FROM "RollupDiffer" WHERE "taskId" = ANY ($1::uuid[])) AS "differing"`,
    [taskIds],
  )
  return rows[0] ?? { twice: 0, differing: 0 }
}

async function run(tx: Sql, statement: Prisma.Sql): Promise<void> {
  await tx.query({ text: statement.text, values: statement.values })
}
