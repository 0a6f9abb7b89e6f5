import type { Position } from "@/core/api/page"
import type { PromptFilter } from "@/core/lists/prompt-query"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { source } from "@/server/data/api/import-source"
import { pool } from "@/server/data/db"
import { promptConditions } from "@/server/data/prompts/prompt-conditions"
import { onClient } from "@/server/data/run-sql"

type Listed = Readonly<Record<string, unknown>> & { readonly id: string; readonly createdAt: string }

const columns = Prisma.sql`p."id", p."hash", p."messages", p."externalId", p."conversationId", p."useCase",
  p."language", p."tags", p."heldBack",
  ${Prisma.raw(source("p"))},
  (SELECT s."split" FROM "PromptSplit" s WHERE s."promptId" = p."id") AS "split",
  to_char(p."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt"`

/** Prompts in order of time and id, one more than a page holds. */
export async function listPrompts(
  access: ProjectAccess<"prompts:read">,
  {
    after,
    limit,
    filter,
  }: { readonly after: Position; readonly limit: number; readonly filter: PromptFilter },
): Promise<Listed[]> {
  return onClient(pool())<Listed>(Prisma.sql`SELECT ${columns} FROM "Prompt" p
    WHERE ${promptConditions(access.projectId, filter)}
      AND (p."createdAt", p."id") > (${after.at}::timestamptz, ${after.id}::uuid)
    ORDER BY p."createdAt", p."id" LIMIT ${limit + 1}`)
}

export async function findPrompt(
  access: ProjectAccess<"prompts:read">,
  id: string,
): Promise<Listed | undefined> {
  const [row] = await onClient(pool())<Listed>(Prisma.sql`SELECT ${columns} FROM "Prompt" p
    WHERE p."projectId" = ${access.projectId}::uuid AND p."id" = ${id}::uuid`)
  return row
}
