import type { DataRules } from "@/core/prompts/rules"
import { DiptychError } from "@/core/errors"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { lockProjectImports } from "@/server/data/import/store-staged"
import { insertAudit } from "@/server/data/insert-audit"
import { settleCap } from "@/server/data/prompts/settle-cap"
import { settleHeldTasks } from "@/server/data/prompts/settle-held"
import { settleSplits } from "@/server/data/prompts/settle-splits"
import { onClient, type Run } from "@/server/data/run-sql"
import { type Client, transaction } from "@/server/data/transaction"

export type RulesOutcome = {
  /** Prompts that the cap holds back since now, and all that it does. */
  readonly held: number
  readonly heldInAll: number
  /** Prompts that got a split. */
  readonly split: number
}

export type RulesView = DataRules & {
  /** Prompts that the cap holds back. */
  readonly heldByCap: number
  /** Source users whose prompts lie in more than one split, as the data came. */
  readonly straddling: number
}

/** The rules with what they do at the moment. */
export async function getDataRules(access: ProjectAccess<"prompts:read">): Promise<RulesView> {
  const run = onClient(pool())
  const [row] = await run<RulesView>(Prisma.sql`
    SELECT r."userCap", r."splitTest", r."splitValidation",
      (SELECT count(*)::int FROM "Prompt" p WHERE p."projectId" = r."id" AND p."heldBack" = 'cap') AS "heldByCap",
      (SELECT count(*)::int FROM (
        SELECT p."sourceUser" FROM "Prompt" p JOIN "PromptSplit" s ON s."promptId" = p."id"
        WHERE p."projectId" = r."id" AND p."sourceUser" IS NOT NULL
        GROUP BY 1 HAVING count(DISTINCT s."split") > 1) x) AS "straddling"
    FROM "Project" r WHERE r."id" = ${access.projectId}::uuid`)
  if (!row) throw new DiptychError("NOT_FOUND", "This project is gone.")
  return row
}

/** New rules, at once for all prompts of the project, with their audit row. */
export async function saveDataRules(
  access: ProjectAccess<"prompts:update">,
  rules: DataRules,
): Promise<RulesOutcome> {
  const { projectId } = access
  return transaction(async (client) => {
    await lockProjectImports(client, projectId)
    const run = onClient(client)
    const [before] = await run<DataRules>(Prisma.sql`
      SELECT "userCap", "splitTest", "splitValidation" FROM "Project" WHERE "id" = ${projectId}::uuid FOR NO KEY UPDATE`)
    await run(Prisma.sql`UPDATE "Project" SET "userCap" = ${rules.userCap}::int,
      "splitTest" = ${rules.splitTest}::float8, "splitValidation" = ${rules.splitValidation}::float8
      WHERE "id" = ${projectId}::uuid`)
    const applied = await applyDataRules(run, projectId)
    await settleHeldTasks(run, projectId)
    const [all] = await run<{ n: number }>(Prisma.sql`
      SELECT count(*)::int AS "n" FROM "Prompt" WHERE "projectId" = ${projectId}::uuid AND "heldBack" = 'cap'`)
    await insertAudit(client, {
      actor: access.actor,
      projectId,
      action: "project:update",
      subjectType: "Project",
      subjectId: projectId,
      ...(before && { before }),
      after: { ...rules, ...applied },
    })
    return { ...applied, heldInAll: all?.n ?? 0 }
  })
}

/**
 * Cap and splits for whatever prompts the project has now. Call it under the lock of its imports, and
 * settleHeldTasks after it, when the tasks are there.
 */
export async function applyDataRules(
  run: Run,
  projectId: string,
): Promise<{ readonly held: number; readonly split: number }> {
  return { held: await settleCap(run, projectId), split: await settleSplits(run, projectId) }
}

/** The cap alone, inside an import that says it. */
export async function setUserCap(client: Client, projectId: string, userCap: number | null): Promise<void> {
  await client.query(`UPDATE "Project" SET "userCap" = $2 WHERE "id" = $1`, [projectId, userCap])
}
