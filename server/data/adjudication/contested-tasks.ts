import type { ContestedFilter } from "@/core/lists/contested-query"
import { Prisma } from "@/prisma/client/client"

/** The newest ruling of a pair holds; null in it takes the one before back. Alias `j` for "Adjudication". */
export const isInForce = Prisma.sql`j."preference" IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM "Adjudication" later WHERE later."taskId" = j."taskId" AND later."criterion" = j."criterion"
    AND later."positionA" = j."positionA" AND later."positionB" = j."positionB"
    AND (later."createdAt", later."id") > (j."createdAt", j."id"))`

/**
 * The tasks that wait for a ruling (or, with `ruled`, have one), one row each: "taskId", "reasons",
 * "review", "posterior" (-1 for tasks out of review alone, so that they come first), "votes", "ruledAt".
 * Reads the roll-up and the few tasks in review, never the votes.
 */
export function contestedTasks(projectId: string, filter: ContestedFilter): Prisma.Sql {
  const { kind } = filter
  const parts: Prisma.Sql[] = []
  if (kind === "ruled") {
    parts.push(Prisma.sql`SELECT j."taskId", ARRAY[]::text[] AS "reasons", false AS "review", -1::float8 AS "posterior",
      0 AS "votes", max(j."createdAt") AS "ruledAt"
      FROM "Adjudication" j WHERE j."projectId" = ${projectId}::uuid AND ${isInForce} GROUP BY j."taskId"`)
  }
  if (kind !== "ruled" && kind !== "review") {
    const reason =
      kind === "all" ? Prisma.empty : Prisma.sql`AND ${kind.toUpperCase()} = ANY (c."reasons"::text[])`
    parts.push(Prisma.sql`SELECT c."taskId", array_agg(DISTINCT r."reason") AS "reasons", t."status" = 'REVIEW' AS "review",
      min(c."posterior") AS "posterior", max(c."votes") AS "votes", NULL::timestamptz AS "ruledAt"
      FROM "ContestedPair" c JOIN "Task" t ON t."id" = c."taskId" CROSS JOIN LATERAL unnest(c."reasons"::text[]) r("reason")
      WHERE c."projectId" = ${projectId}::uuid AND t."status" <> 'RETIRED' ${reason}
      GROUP BY c."taskId", t."status"`)
  }
  if (kind === "all" || kind === "review") {
    parts.push(Prisma.sql`SELECT t."id" AS "taskId", ARRAY[]::text[] AS "reasons", true AS "review",
      -1::float8 AS "posterior", 0 AS "votes", NULL::timestamptz AS "ruledAt"
      FROM "Task" t WHERE t."projectId" = ${projectId}::uuid AND t."status" = 'REVIEW'
        ${kind === "review" ? Prisma.empty : Prisma.sql`AND NOT EXISTS (SELECT 1 FROM "ContestedPair" c WHERE c."taskId" = t."id")`}`)
  }
  return Prisma.join(parts, " UNION ALL ")
}

/** Further conditions on them. Aliases: `q` for the rows above, `t` for "Task". */
export function contestedConditions(filter: ContestedFilter): Prisma.Sql {
  const all = [Prisma.sql`true`]
  if (filter.votes === "in" && filter.kind !== "ruled") {
    all.push(Prisma.sql`(q."review" OR (NOT t."open" AND t."taken" = t."counted"))`)
  }
  if (filter.skip !== "") {
    all.push(Prisma.sql`EXISTS (SELECT 1 FROM "Assignment" k WHERE k."taskId" = t."id" AND k."state" = 'SKIPPED'
      AND k."skipReason" = ${filter.skip})`)
  }
  return Prisma.join(all, " AND ")
}

/** Whether this person has a vote on the task that stands. Alias `t` for "Task". */
export function hasVoted(userId: string | null): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "Assignment" own WHERE own."taskId" = t."id"
    AND own."annotatorId" = ${userId}::uuid AND own."state" = 'SUBMITTED')`
}

/** Whether a colleague has it before them now. Alias `t` for "Task". */
export function isBusy(userId: string | null): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "AdjudicationLease" l WHERE l."taskId" = t."id"
    AND l."userId" IS DISTINCT FROM ${userId}::uuid AND l."expiresAt" > clock_timestamp())`
}
