import type { PromptEdit } from "@/core/prompts/edit"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { insertAudit } from "@/server/data/insert-audit"
import { choosePrompts, type PromptTarget, toAuditTarget } from "@/server/data/prompts/choose-prompts"
import { onClient } from "@/server/data/run-sql"
import { transaction } from "@/server/data/transaction"

/**
 * Changes use case, language or tags, with one audit row, all or nothing. What a prompt said before is
 * kept beside it, so that an export made before can be made again to the byte.
 */
export async function editPrompts(
  access: ProjectAccess<"prompts:update">,
  target: PromptTarget,
  edit: PromptEdit,
): Promise<{ prompts: number; changed: number }> {
  const { projectId } = access
  const [addTags, removeTags] = [[...edit.addTags], [...edit.removeTags]]
  return transaction(async (client) => {
    const run = onClient(client)
    const prompts = await choosePrompts(run, projectId, target)
    const next = {
      useCase: edit.useCase === undefined ? Prisma.sql`p."useCase"` : Prisma.sql`${edit.useCase}::text`,
      language: edit.language === undefined ? Prisma.sql`p."language"` : Prisma.sql`${edit.language}::text`,
      // What was there keeps its order; what is new comes behind.
      tags: Prisma.sql`ARRAY(
        SELECT x FROM unnest(p."tags") WITH ORDINALITY AS o(x, n) WHERE x <> ALL (${removeTags}::text[])
        UNION ALL SELECT x FROM unnest(${addTags}::text[]) WITH ORDINALITY AS o(x, n)
          WHERE x <> ALL (p."tags") AND x <> ALL (${removeTags}::text[]))`,
    }
    const [row] = await run<{ n: number }>(Prisma.sql`
      WITH next AS MATERIALIZED (
        SELECT p."id", ${next.useCase} AS "useCase", ${next.language} AS "language", ${next.tags} AS "tags"
        FROM "Prompt" p JOIN chosen_prompt c ON c."id" = p."id"
      ), differing AS MATERIALIZED (
        SELECT n.*, p."useCase" AS "useCaseBefore", p."language" AS "languageBefore", p."tags" AS "tagsBefore"
        FROM next n JOIN "Prompt" p ON p."id" = n."id"
        WHERE (n."useCase", n."language", n."tags") IS DISTINCT FROM (p."useCase", p."language", p."tags")
      ), kept AS (
        INSERT INTO "PromptChange" ("projectId", "promptId", "useCase", "language", "tags", "createdById")
        SELECT ${projectId}::uuid, d."id", d."useCaseBefore", d."languageBefore", d."tagsBefore", ${access.userId}::uuid
        FROM differing d ORDER BY d."id"
      ), changed AS (
        UPDATE "Prompt" p SET "useCase" = d."useCase", "language" = d."language", "tags" = d."tags"
        FROM differing d WHERE d."id" = p."id" RETURNING 1
      ) SELECT count(*)::int AS "n" FROM changed`)
    const changed = row?.n ?? 0
    if (changed > 0) {
      await insertAudit(client, {
        actor: access.actor,
        projectId,
        action: "prompt:edit",
        subjectType: "Project",
        subjectId: projectId,
        after: { prompts: changed, edit, ...toAuditTarget(target) },
      })
    }
    return { prompts, changed }
  })
}
