import type { PromptFilter } from "@/core/lists/prompt-query"
import { Prisma } from "@/prisma/client/client"
import { promptConditions } from "@/server/data/prompts/prompt-conditions"
import type { Run } from "@/server/data/run-sql"

/** Some prompts by id, or all that a filter of the list means. */
export type PromptTarget = { readonly ids: readonly string[] } | { readonly filter: PromptFilter }

/** Into `chosen_prompt`, a temporary table with the column `id`, locked until the transaction ends. */
export async function choosePrompts(run: Run, projectId: string, target: PromptTarget): Promise<number> {
  const where =
    "ids" in target
      ? Prisma.sql`p."projectId" = ${projectId}::uuid AND p."id" = ANY (${[...target.ids]}::uuid[])`
      : promptConditions(projectId, target.filter)
  await run(Prisma.sql`DROP TABLE IF EXISTS chosen_prompt`)
  await run(Prisma.sql`CREATE TEMP TABLE chosen_prompt ("id" uuid PRIMARY KEY) ON COMMIT DROP`)
  await run(Prisma.sql`INSERT INTO chosen_prompt
    SELECT x."id" FROM (SELECT p."id" FROM "Prompt" p WHERE ${where} ORDER BY p."id" FOR NO KEY UPDATE) x`)
  await run(Prisma.sql`ANALYZE chosen_prompt`)
  const [row] = await run<{ n: number }>(Prisma.sql`SELECT count(*)::int AS "n" FROM chosen_prompt`)
  return row?.n ?? 0
}

/** For an audit row: which prompts that were, without listing thousands. */
export function toAuditTarget(target: PromptTarget): object {
  return "ids" in target
    ? { ids: target.ids.slice(0, 200) }
    : { filter: Object.fromEntries(Object.entries(target.filter).filter(([, value]) => value !== "")) }
}
