import { Prisma } from "@/prisma/client/client"
import { isCounted } from "@/server/data/counted-annotations"

/**
 * The annotations of a project that enter agreement, for use as a subquery:
 *
 *     WITH votes AS (${agreementVotes(projectId)}) SELECT … FROM votes v JOIN "Comparison" c …
 *
 * Columns: "annotationId", "taskId", "annotatorId", "assignmentId", "cohort", "createdAt",
 * "firstAcceptedAt", "place" (1, 2, … in the task). The rule and its reasons are in
 * core/queue/agreement-votes.ts; adaptive, surplus, gold and repeat votes never enter. A task with one
 * such vote so far is in here too: who measures agreement looks at tasks with two or more. `only` narrows it to some
 * tasks: a condition on a."taskId".
 */
export function agreementVotes(projectId: string, only: Prisma.Sql = Prisma.sql`true`): Prisma.Sql {
  return Prisma.sql`
    SELECT x."annotationId", x."taskId", x."annotatorId", x."assignmentId", x."cohort", x."createdAt",
      x."firstAcceptedAt", x."place"
    FROM (
      SELECT y.*, (row_number() OVER (PARTITION BY y."taskId"
        ORDER BY y."firstAcceptedAt", y."assignmentId"))::int AS "place"
      FROM (
        SELECT a."id" AS "annotationId", a."taskId", a."annotatorId", a."assignmentId", a."cohort", a."createdAt",
          least(t."overlap", greatest(p."overlap", 2)) AS "fixed",
          CASE WHEN a."revision" = 1 THEN a."createdAt" ELSE (SELECT min(r."createdAt") FROM "Annotation" r
            WHERE r."assignmentId" = a."assignmentId" AND r."status" = 'ACCEPTED') END AS "firstAcceptedAt"
        FROM "Project" p
        JOIN "Task" t ON t."projectId" = p."id"
          AND (t."doubleJudged" OR (p."adaptiveCap" IS NULL AND p."overlap" >= 2))
        JOIN "Annotation" a ON a."taskId" = t."id"
        JOIN "Assignment" s ON s."id" = a."assignmentId"
        WHERE p."id" = ${projectId}::uuid AND ${only} AND ${isCounted}
      ) y
    ) x WHERE x."place" <= x."fixed"`
}
