import type { ContestedQuery } from "@/core/lists/contested-query"
import { contestedPerPage } from "@/core/lists/contested-query"
import type { ContestedRow } from "@/core/lists/contested-row"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import {
  contestedConditions,
  contestedTasks,
  hasVoted,
  isBusy,
} from "@/server/data/adjudication/contested-tasks"
import { refreshContested } from "@/server/data/adjudication/refresh-contested"
import { db } from "@/server/data/db"

type Access = ProjectAccess<"adjudications:create" | "tasks:read">

/** One page of the tasks that wait for a ruling, least sure first; ruled ones newest first. */
export async function listContested(
  access: Access,
  query: ContestedQuery,
): Promise<{ rows: ContestedRow[]; total: number }> {
  await refreshContested(access)
  const tasks = contestedTasks(access.projectId, query)
  const conditions = contestedConditions(query)
  const order =
    query.kind === "ruled" ? Prisma.sql`q."ruledAt" DESC, t."id"` : Prisma.sql`q."posterior", t."id"`
  const [counts, rows] = await Promise.all([
    countTasks(tasks, conditions),
    db().$queryRaw<ContestedRow[]>`
      SELECT t."id" AS "taskId", left(p."messages" -> -1 ->> 'content', 240) AS "prompt", q."reasons", q."review",
        nullif(q."posterior", -1) AS "posterior", q."votes", t."counted", t."overlap", q."ruledAt",
        ${hasVoted(access.userId)} AS "own", ${isBusy(access.userId)} AS "busy",
        coalesce((SELECT jsonb_agg(jsonb_build_object('reason', k."reason", 'count', k."count") ORDER BY k."count" DESC, k."reason")
          FROM (SELECT "skipReason" AS "reason", count(*)::int AS "count" FROM "Assignment"
            WHERE "taskId" = t."id" AND "state" = 'SKIPPED' GROUP BY 1) k), '[]') AS "skips"
      FROM (${tasks}) q JOIN "Task" t ON t."id" = q."taskId" JOIN "Prompt" p ON p."id" = t."promptId"
      WHERE ${conditions}
      ORDER BY ${order} LIMIT ${contestedPerPage} OFFSET ${(query.page - 1) * contestedPerPage}`,
  ])
  return { rows, total: counts }
}

/** How many tasks wait for a ruling, by the same rule as the list. */
export async function countContested(access: Access, query: Omit<ContestedQuery, "page">): Promise<number> {
  return countTasks(contestedTasks(access.projectId, query), contestedConditions(query))
}

async function countTasks(tasks: Prisma.Sql, conditions: Prisma.Sql): Promise<number> {
  const [row] = await db().$queryRaw<[{ total: number }]>`
    SELECT count(*)::int AS "total" FROM (${tasks}) q JOIN "Task" t ON t."id" = q."taskId" WHERE ${conditions}`
  return row.total
}
