import { LeakFinder } from "@/core/leaks/find-leaks"
import { toActivePhrases } from "@/core/leaks/phrase-list"
import type { LeakState } from "@/core/leaks/measure"
import { toExcerpts } from "@/core/leaks/to-excerpts"
import type { LeakQuery } from "@/core/lists/leak-query"
import { leaksPerPage } from "@/core/lists/leak-query"
import type { LeakRow } from "@/core/lists/leak-row"
import type { Messages } from "@/core/messages"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { getPhraseBasis } from "@/server/data/leaks/phrase-basis"
import type { Sql } from "@/server/data/transaction"

type Access = ProjectAccess<"tasks:update">

/** `k`, the newest mask of a completion `c`, and the state that it means. */
const newestMask = `LEFT JOIN LATERAL (SELECT m."spans", m."heldBack" FROM "TextMask" m
  WHERE m."completionId" = c."id" ORDER BY m."createdAt" DESC, m."id" DESC LIMIT 1) k ON true`
const state = `CASE WHEN k."heldBack" THEN 'held' WHEN jsonb_array_length(k."spans") > 0 THEN 'masked' ELSE 'shown' END`

/** Text of a statement's FROM and WHERE, and its bound values. */
function conditions(projectId: string, query: Omit<LeakQuery, "page">): { where: string; values: unknown[] } {
  const values: unknown[] = [projectId]
  const bind = (value: unknown) => `$${values.push(value)}`
  const all = [`c."projectId" = $1::uuid AND cardinality(c."leaks") > 0`]
  if (query.phrase) all.push(`${bind(query.phrase)}::text = ANY (c."leaks")`)
  if (query.model) all.push(`o."key" = ${bind(query.model)}`)
  if (query.run) all.push(`c."importId" = ${bind(query.run)}::uuid`)
  if (query.state !== "all") all.push(`${state} = ${bind(query.state)}`)
  return {
    where: `FROM "Completion" c JOIN "Model" o ON o."id" = c."modelId" ${newestMask} WHERE ${all.join(" AND ")}`,
    values,
  }
}

/** One page of the completions that name their model, in the order they were imported, and how many there are. */
export async function listLeaks(
  access: Access,
  query: LeakQuery,
): Promise<{ rows: LeakRow[]; total: number }> {
  const { where, values } = conditions(access.projectId, query)
  const [counted, page, basis] = await Promise.all([
    pool().query<{ total: number }>(`SELECT count(*)::int AS "total" ${where}`, values),
    pool().query<{
      id: string
      model: string
      phrases: string[]
      state: LeakState
      messages: Messages
      prompt: Messages
      taskId: string | null
      answers: number
    }>(
      `WITH page AS (
         SELECT c."id", c."promptId", c."hash", c."messages", o."key" AS "model", c."leaks" AS "phrases", ${state} AS "state"
         ${where} ORDER BY c."id" LIMIT ${leaksPerPage} OFFSET ${(query.page - 1) * leaksPerPage}
       )
       SELECT g."id", g."model", g."phrases", g."state", g."messages", p."messages" AS "prompt", t."taskId", t."answers"
       FROM page g JOIN "Prompt" p ON p."id" = g."promptId"
       CROSS JOIN LATERAL (
         SELECT (array_agg(t."id" ORDER BY t."counted" DESC, t."id"))[1] AS "taskId", coalesce(sum(t."counted"), 0)::int AS "answers"
         FROM "Completion" s JOIN "TaskCompletion" e ON e."completionId" = s."id" JOIN "Task" t ON t."id" = e."taskId"
         WHERE s."promptId" = g."promptId" AND s."hash" = g."hash"
       ) t ORDER BY g."id"`,
      values,
    ),
    getPhraseBasis(pool(), access.projectId),
  ])
  const finder = new LeakFinder(toActivePhrases(basis))
  const rows = page.rows.map(({ messages, prompt, ...row }) => ({
    ...row,
    prompt: prompt.at(-1)?.content.slice(0, 240) ?? "",
    excerpts: toExcerpts(messages, finder.find(prompt, messages)),
  }))
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** What the filters of the list offer: models and phrases that were found. */
export async function getLeakFilterChoices(access: Access): Promise<{ models: string[]; phrases: string[] }> {
  const [models, phrases] = await Promise.all([
    pool().query<{ key: string }>(
      `SELECT DISTINCT o."key" COLLATE "C" AS "key" FROM "Completion" c JOIN "Model" o ON o."id" = c."modelId"
       WHERE c."projectId" = $1 AND cardinality(c."leaks") > 0 ORDER BY 1 LIMIT 500`,
      [access.projectId],
    ),
    pool().query<{ phrase: string }>(
      `SELECT DISTINCT f."phrase" COLLATE "C" AS "phrase" FROM "Completion" c, unnest(c."leaks") AS f("phrase")
       WHERE c."projectId" = $1 AND cardinality(c."leaks") > 0 ORDER BY 1 LIMIT 500`,
      [access.projectId],
    ),
  ])
  return { models: models.rows.map(({ key }) => key), phrases: phrases.rows.map(({ phrase }) => phrase) }
}

/** The ids a filter means, a batch at a time; what a measure did to one batch does not move the next. */
export async function listLeakIds(
  access: Access,
  sql: Sql,
  query: Omit<LeakQuery, "page">,
  after: string,
  limit: number,
): Promise<string[]> {
  const { where, values } = conditions(access.projectId, query)
  const { rows } = await sql.query<{ id: string }>(
    `SELECT c."id" ${where} AND c."id" > $${values.length + 1}::uuid ORDER BY c."id" LIMIT ${limit}`,
    [...values, after],
  )
  return rows.map(({ id }) => id)
}
