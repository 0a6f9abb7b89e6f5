import type { PromptChoices, PromptCount, PromptCounts, PromptRow } from "@/core/lists/prompt-row"
import { type PromptFilter, type PromptQuery, promptsPerPage } from "@/core/lists/prompt-query"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { promptConditions } from "@/server/data/prompts/prompt-conditions"

type Access = ProjectAccess<"prompts:read">

export type PromptPage = {
  readonly rows: readonly PromptRow[]
  /** Cursors of the pages beside this one; null where there is none. */
  readonly previous: string | null
  readonly next: string | null
}

/** One page of a project's prompts, oldest first. Costs by the page, wherever it is. */
export async function listPromptPage(access: Access, query: PromptQuery): Promise<PromptPage> {
  const back = query.before !== ""
  const place = back
    ? Prisma.sql`AND p."id" < ${query.before}::uuid`
    : query.after === ""
      ? Prisma.empty
      : Prisma.sql`AND p."id" > ${query.after}::uuid`
  const found = await db().$queryRaw<PromptRow[]>`
    WITH page AS (
      SELECT p.* FROM "Prompt" p WHERE ${promptConditions(access.projectId, query)} ${place}
      ORDER BY p."id" ${back ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${promptsPerPage + 1}
    )
    SELECT p."id", coalesce(left(p."messages" -> -1 ->> 'content', 400), '') AS "text",
      jsonb_array_length(p."messages")::int AS "turns", p."useCase", p."language", p."tags", p."sourceUser",
      s."split", p."heldBack",
      (SELECT count(*)::int FROM "Completion" c WHERE c."promptId" = p."id") AS "completions",
      t."tasks", t."answers"
    FROM page p
    LEFT JOIN "PromptSplit" s ON s."promptId" = p."id"
    CROSS JOIN LATERAL (SELECT count(*)::int AS "tasks", coalesce(sum(x."counted"), 0)::int AS "answers"
      FROM "Task" x WHERE x."promptId" = p."id") t
    ORDER BY p."id"`
  const more = found.length > promptsPerPage
  const rows = more ? (back ? found.slice(1) : found.slice(0, -1)) : found
  const [first, last] = [rows.at(0), rows.at(-1)]
  return {
    rows,
    previous: first && (back ? more : query.after !== "") ? first.id : null,
    next: last && (back || more) ? last.id : null,
  }
}

/** How many prompts fit the filters, and what they say about themselves: most first, at most 40 of each. */
export async function countPrompts(access: Access, filter: PromptFilter): Promise<PromptCounts> {
  const rows = await db().$queryRaw<
    (PromptCount & { kind: Exclude<keyof PromptCounts, "total" | "held"> | "all" })[]
  >`
    WITH found AS MATERIALIZED (
      SELECT p."useCase", p."language", p."tags", p."sourceUser", p."heldBack",
        (SELECT s."split" FROM "PromptSplit" s WHERE s."promptId" = p."id") AS "split"
      FROM "Prompt" p WHERE ${promptConditions(access.projectId, filter)}
    ), counted AS (
      SELECT 'useCase' AS "kind", "useCase" AS "value", count(*)::int AS "n" FROM found GROUP BY 2
      UNION ALL SELECT 'language', "language", count(*)::int FROM found GROUP BY 2
      UNION ALL SELECT 'user', "sourceUser", count(*)::int FROM found GROUP BY 2
      UNION ALL SELECT 'split', "split", count(*)::int FROM found GROUP BY 2
      UNION ALL SELECT 'state', "heldBack", count(*)::int FROM found GROUP BY 2
      UNION ALL SELECT 'tag', x, count(*)::int FROM found LEFT JOIN LATERAL unnest("tags") x ON true GROUP BY 2
    )
    SELECT z."kind", z."value", z."n" FROM (
      SELECT 'all' AS "kind", NULL AS "value", count(*)::int AS "n", 1 AS "place" FROM found
      UNION ALL
      SELECT c.*, row_number() OVER (PARTITION BY c."kind" ORDER BY c."n" DESC, c."value" COLLATE "C") FROM counted c
    ) z WHERE z."place" <= 40 ORDER BY z."kind", z."place"`
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ value, n }) => ({ value, n }))
  const total = of("all")[0]?.n ?? 0
  const state = of("state")
  return {
    total,
    held: state.reduce((sum, one) => sum + (one.value === null ? 0 : one.n), 0),
    useCase: of("useCase"),
    language: of("language"),
    tag: of("tag"),
    user: of("user"),
    split: of("split"),
    state,
  }
}

/** What the filters offer: all that occurs in the project, as far as a list can hold it. */
export async function listPromptChoices(access: Access): Promise<PromptChoices> {
  const project = access.projectId
  const values = (column: Prisma.Sql) => db().$queryRaw<{ value: string }[]>`
    SELECT DISTINCT ${column} COLLATE "C" AS "value" FROM "Prompt" p
    WHERE p."projectId" = ${project}::uuid AND ${column} IS NOT NULL ORDER BY 1 LIMIT 300`
  const [useCases, languages, tags] = await Promise.all([
    values(Prisma.sql`p."useCase"`),
    values(Prisma.sql`p."language"`),
    db().$queryRaw<{ value: string }[]>`
      SELECT DISTINCT x COLLATE "C" AS "value" FROM "Prompt" p, unnest(p."tags") x
      WHERE p."projectId" = ${project}::uuid ORDER BY 1 LIMIT 300`,
  ])
  const of = (rows: readonly { value: string }[]) => rows.map((row) => row.value)
  return { useCases: of(useCases), languages: of(languages), tags: of(tags) }
}
