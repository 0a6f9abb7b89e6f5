import {
  type DuplicateGroup,
  type DuplicateReportView,
  type DuplicateRow,
  duplicateSettingsSchema,
  duplicatesShown,
  groupsPerPage,
} from "@/core/prompts/duplicates"
import type { DuplicateFilter } from "@/core/lists/duplicate-query"
import { exportSettingsSchema } from "@/formats/export/settings"
import { SPLIT_SALT } from "@/formats/export/split-of"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { getDuplicateBasis } from "@/server/data/duplicates/read-texts"
import { onClient } from "@/server/data/run-sql"

type Access = ProjectAccess<"prompts:read">

const { testShare } = exportSettingsSchema.parse({})

/**
 * Where a prompt `p` lies: the split stored, else the one that an export with its default settings
 * gives it (splitOf of formats/export/split-of.ts).
 */
const splitOfPrompt = Prisma.sql`coalesce(
  (SELECT s."split" FROM "PromptSplit" s WHERE s."promptId" = p."id"),
  CASE WHEN ('x' || left(encode(sha256(convert_to(
      ${SPLIT_SALT} || coalesce('conversation:' || p."conversationId", p."hash"), 'UTF8')), 'hex'), 8))::bit(32)::bigint
    % 10000 < ${Math.round(testShare * 100)}::int THEN 'test' ELSE 'train' END)`

/** What the search found last, with what has become of it; null = nobody has searched yet. */
export async function getDuplicateReport(access: Access): Promise<DuplicateReportView | null> {
  const [[report], { basis }] = await Promise.all([
    onClient(pool())<{
      settings: unknown
      basis: string
      computedAt: Date
      prompts: number
      groups: number
      duplicates: number
      served: number
      contaminated: number
      contaminatedPrompts: number
    }>(Prisma.sql`
      WITH entry AS MATERIALIZED (
        SELECT e."group", e."place", p."heldBack" IS NULL AS "served", ${splitOfPrompt} AS "split"
        FROM "DuplicateEntry" e JOIN "Prompt" p ON p."id" = e."promptId"
        WHERE e."projectId" = ${access.projectId}::uuid
      ), grouped AS (
        SELECT "group", count(*)::int AS "size", (count(*) FILTER (WHERE "served"))::int AS "served",
          count(DISTINCT "split") FILTER (WHERE "served") > 1 AS "across"
        FROM entry GROUP BY 1
      )
      SELECT r."settings", r."basis", r."computedAt", r."prompts",
        (SELECT count(*)::int FROM grouped WHERE "size" > 1) AS "groups",
        (SELECT coalesce(sum("size" - 1), 0)::int FROM grouped) AS "duplicates",
        (SELECT coalesce(sum(greatest("served" - 1, 0)), 0)::int FROM grouped) AS "served",
        (SELECT count(*)::int FROM grouped WHERE "across") AS "contaminated",
        (SELECT coalesce(sum("served"), 0)::int FROM grouped WHERE "across") AS "contaminatedPrompts"
      FROM "DuplicateReport" r WHERE r."projectId" = ${access.projectId}::uuid`),
    getDuplicateBasis(access),
  ])
  if (!report) return null
  const { settings, computedAt, basis: of, ...counts } = report
  return {
    ...counts,
    settings: duplicateSettingsSchema.parse(settings),
    computedAt: computedAt.toISOString(),
    stale: of !== basis,
  }
}

/** Some groups, by number, each with its first prompts. */
export async function listDuplicateGroups(
  access: Access,
  filter: DuplicateFilter,
): Promise<{ readonly groups: readonly DuplicateGroup[]; readonly next: number | null }> {
  const run = onClient(pool())
  const having = {
    all: Prisma.sql`count(*) > 1`,
    open: Prisma.sql`count(*) FILTER (WHERE p."heldBack" IS NULL) > 1`,
    contaminated: Prisma.sql`count(DISTINCT ${splitOfPrompt}) FILTER (WHERE p."heldBack" IS NULL) > 1`,
  }[filter.show]
  const found = await run<{ group: number; size: number }>(Prisma.sql`
    SELECT e."group", count(*)::int AS "size" FROM "DuplicateEntry" e JOIN "Prompt" p ON p."id" = e."promptId"
    WHERE e."projectId" = ${access.projectId}::uuid AND e."group" > ${filter.after}::int
    GROUP BY 1 HAVING ${having} ORDER BY 1 LIMIT ${groupsPerPage + 1}`)
  const page = found.slice(0, groupsPerPage)
  const rows = await run<DuplicateRow & { group: number }>(Prisma.sql`
    SELECT x.* FROM unnest(${page.map((one) => one.group)}::int[]) AS g("group") CROSS JOIN LATERAL (
      SELECT ${rowColumns} FROM ${rowTables} WHERE e."projectId" = ${access.projectId}::uuid AND e."group" = g."group"
      ORDER BY e."place" LIMIT ${duplicatesShown}) x ORDER BY x."group", x."place"`)
  return {
    groups: page.map(({ group, size }) => ({
      group,
      size,
      rows: rows.filter((row) => row.group === group).map(({ group: _group, ...row }) => row),
    })),
    next: found.length > groupsPerPage ? (page.at(-1)?.group ?? null) : null,
  }
}

const rowTables = Prisma.sql`"DuplicateEntry" e JOIN "Prompt" p ON p."id" = e."promptId"`
const rowColumns = Prisma.sql`e."group", e."promptId", e."place", e."likePlace", e."prefix", e."estimate", e."jaccard",
  left(coalesce((SELECT string_agg(m.t ->> 'content', chr(10) || chr(10) ORDER BY m.n)
    FROM jsonb_array_elements(p."messages") WITH ORDINALITY AS m(t, n) WHERE m.t ->> 'role' <> 'system'), ''), 4000) AS "text",
  p."useCase", p."sourceUser", ${splitOfPrompt} AS "split", p."heldBack",
  (SELECT count(*)::int FROM "Completion" c WHERE c."promptId" = p."id") AS "completions",
  (SELECT coalesce(sum(t."counted"), 0)::int FROM "Task" t WHERE t."promptId" = p."id") AS "answers"`

/** Every prompt of every group, in order, some at a time: for the download and the command line. */
export async function* readDuplicates(
  access: Access,
): AsyncGenerator<readonly (DuplicateRow & { readonly group: number })[]> {
  const batch = 500
  let after = { group: 0, place: -1 }
  for (;;) {
    const rows = await listDuplicateRows(access, after, batch)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    after = last
  }
}

/** The same behind a place in the order of groups. */
export async function listDuplicateRows(
  access: Access,
  { group, place }: { readonly group: number; readonly place: number },
  limit: number,
): Promise<readonly (DuplicateRow & { readonly group: number })[]> {
  return onClient(pool())<DuplicateRow & { group: number }>(Prisma.sql`
    SELECT ${rowColumns} FROM ${rowTables}
    WHERE e."projectId" = ${access.projectId}::uuid AND (e."group", e."place") > (${group}::int, ${place}::int)
    ORDER BY e."group", e."place" LIMIT ${limit}`)
}
