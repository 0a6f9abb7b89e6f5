import type { TaskRow } from "@/core/lists/task-row"
import type { TaskQuery, TaskSort } from "@/core/lists/task-query"
import { tasksPerPage } from "@/core/lists/task-query"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { taskDiffers } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"
import { toLikePattern } from "@/server/data/escape-like"
import { taskState, taskStateIs } from "@/server/data/task-state"

/** Sort keys are looked up here; nothing from an address reaches the statement as text. */
const orders: Readonly<Record<TaskSort, Prisma.Sql>> = {
  created: Prisma.sql`t."createdAt"`,
  prompt: Prisma.sql`lower(left(p."messages" -> -1 ->> 'content', 240)) COLLATE "C"`,
  votes: Prisma.sql`t."counted"`,
  skips: Prisma.sql`t."skips"`,
  last: Prisma.sql`(SELECT max(a."createdAt") FROM "Annotation" a WHERE a."taskId" = t."id")`,
}
const directions = { asc: Prisma.sql`ASC NULLS FIRST`, desc: Prisma.sql`DESC NULLS LAST` }

/** One page of a project's tasks and how many there are in all. */
export async function listTasks(
  access: ProjectAccess<"tasks:read" | "results:read">,
  query: TaskQuery,
): Promise<{ rows: TaskRow[]; total: number }> {
  const where = Prisma.join(taskConditions(access.projectId, query), " AND ")
  const [counts, rows] = await Promise.all([
    db().$queryRaw<[{ total: number }]>`
      SELECT count(*)::int AS "total" FROM "Task" t JOIN "Prompt" p ON p."id" = t."promptId" WHERE ${where}`,
    db().$queryRaw<TaskRow[]>`
      WITH page AS (
        SELECT t.*, row_number() OVER (ORDER BY ${orders[query.sort]} ${directions[query.dir]}, t."id") AS "place"
        FROM "Task" t JOIN "Prompt" p ON p."id" = t."promptId"
        WHERE ${where}
        ORDER BY "place" LIMIT ${tasksPerPage} OFFSET ${(query.page - 1) * tasksPerPage}
      )
      SELECT t."id", coalesce(left(p."messages" -> -1 ->> 'content', 240), '') AS "prompt", p."tags", ${taskState} AS "state",
        t."counted", t."overlap", t."taken", t."skips",
        EXISTS (SELECT 1 FROM "Gold" g WHERE g."taskId" = t."id" AND g."retiredAt" IS NULL) AS "gold",
        ${taskDiffers} AS "differs",
        (SELECT max(a."createdAt") FROM "Annotation" a WHERE a."taskId" = t."id") AS "lastAt",
        ARRAY(SELECT m."key" FROM "TaskCompletion" tc
          JOIN "Completion" c ON c."id" = tc."completionId" JOIN "Model" m ON m."id" = c."modelId"
          WHERE tc."taskId" = t."id" ORDER BY tc."position") AS "models"
      FROM page t JOIN "Prompt" p ON p."id" = t."promptId"
      ORDER BY t."place"`,
  ])
  return { rows, total: counts[0].total }
}

/** What the filters ask of a task `t` and its prompt `p`. */
export function taskConditions(projectId: string, query: TaskQuery): Prisma.Sql[] {
  const all = [Prisma.sql`t."projectId" = ${projectId}::uuid`]
  if (query.state !== "all") all.push(taskStateIs[query.state])
  if (query.votes === "3") all.push(Prisma.sql`t."counted" >= 3`)
  else if (query.votes !== "any") all.push(Prisma.sql`t."counted" = ${Number(query.votes)}`)
  if (query.differ) all.push(taskDiffers)
  if (query.round === "none") all.push(Prisma.sql`t."roundId" IS NULL`)
  else if (query.round) {
    all.push(Prisma.sql`t."roundId" = (SELECT r."id" FROM "Round" r
      WHERE r."projectId" = ${projectId}::uuid AND r."number" = ${Number(query.round)})`)
  }
  if (query.tag) all.push(Prisma.sql`${query.tag} = ANY(p."tags")`)
  if (query.q) {
    all.push(Prisma.sql`EXISTS (SELECT 1 FROM jsonb_array_elements(p."messages") message
      WHERE message ->> 'content' ILIKE ${toLikePattern(query.q)})`)
  }
  for (const model of new Set([query.model, query.against].filter(Boolean))) all.push(showsTextOf(model))
  return all
}

/** The model gave one of the task's texts, even where the stored completion is another model's. */
function showsTextOf(modelKey: string): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "TaskCompletion" tc
    JOIN "Completion" shown ON shown."id" = tc."completionId"
    JOIN "Completion" same ON same."promptId" = shown."promptId" AND same."hash" = shown."hash"
    JOIN "Model" m ON m."id" = same."modelId"
    WHERE tc."taskId" = t."id" AND m."key" = ${modelKey})`
}

/** What the filters of the task list offer. */
export async function getTaskFilterChoices(
  access: ProjectAccess<"tasks:read" | "results:read">,
): Promise<{ tags: string[]; models: string[] }> {
  const [tags, models] = await Promise.all([
    db().$queryRaw<{ tag: string }[]>`
      SELECT DISTINCT unnest("tags") AS "tag" FROM "Prompt" WHERE "projectId" = ${access.projectId}::uuid
      ORDER BY 1 LIMIT 200`,
    db().model.findMany({
      where: { projectId: access.projectId },
      select: { key: true },
      orderBy: { key: "asc" },
      take: 500,
    }),
  ])
  return { tags: tags.map((row) => row.tag), models: models.map((model) => model.key) }
}
