import { Prisma } from "@/prisma/client/client"
import type { Run } from "@/server/data/run-sql"

/**
 * Which tasks are of the permanent random share that is always judged by at least two people: those
 * whose lot lies below the share, where the lot is 32 bits of SHA-256(project seed, task), as drawn at
 * the task's making (server/data/import/create-missing-tasks.ts). So a larger share holds the smaller
 * one, and nothing about the answers decides who is in.
 *
 * Raised: tasks come in, wherever they stand. Lowered: only tasks that nobody began leave; the others
 * were given out as judged twice and stay what agreement is computed on. What is to be written is never
 * of the share: two texts of two people agree on nothing.
 */
export async function setDoubleJudged(run: Run, projectId: string): Promise<void> {
  await run(Prisma.sql`
    UPDATE "Task" t SET "doubleJudged" = x."drawn" FROM (
      SELECT t."id", ('x' || substr(encode(sha256(convert_to(p."seed" || ':' || t."setHash", 'UTF8')), 'hex'), 9, 8))::bit(32)::bigint
        / 4294967296.0::float8 < p."doubleShare" / 100.0::float8 AS "drawn"
      FROM "Task" t JOIN "Project" p ON p."id" = t."projectId" WHERE t."projectId" = ${projectId}::uuid
        AND t."kind" <> 'DEMONSTRATION'
    ) x WHERE x."id" = t."id" AND t."doubleJudged" <> x."drawn" AND (x."drawn" OR t."taken" = 0)`)
}
