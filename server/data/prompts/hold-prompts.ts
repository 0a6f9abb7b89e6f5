import type { HoldStep } from "@/core/prompts/hold"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { lockProjectImports } from "@/server/data/import/store-staged"
import { insertAudit } from "@/server/data/insert-audit"
import { choosePrompts, type PromptTarget, toAuditTarget } from "@/server/data/prompts/choose-prompts"
import { settleCap } from "@/server/data/prompts/settle-cap"
import { settleHeldTasks } from "@/server/data/prompts/settle-held"
import { onClient } from "@/server/data/run-sql"
import { type Client, transaction } from "@/server/data/transaction"

export type HoldOutcome = {
  /** Prompts whose state changed. */
  readonly changed: number
  /** Tasks that wait since now. */
  readonly tasks: number
}

/**
 * Holds prompts back or releases them, with one audit row, all or nothing. Nothing is deleted: leases
 * that people hold stay theirs, answers count as before, exports are as before.
 */
export async function holdPrompts(
  access: ProjectAccess<"prompts:update">,
  step: HoldStep,
  target: PromptTarget,
): Promise<HoldOutcome> {
  return transaction(async (client) => {
    await lockProjectImports(client, access.projectId)
    return holdInside(client, access, step, target)
  })
}

/** The same inside a transaction that holds the project's imports. */
export async function holdInside(
  client: Client,
  access: ProjectAccess<"prompts:update">,
  step: HoldStep,
  target: PromptTarget,
): Promise<HoldOutcome> {
  const { projectId } = access
  const run = onClient(client)
  await choosePrompts(run, projectId, target)
  const change =
    step === "release"
      ? Prisma.sql`"heldBack" = NULL, "released" = true`
      : Prisma.sql`"heldBack" = ${step === "hold" ? "admin" : "duplicate"}, "released" = false`
  const among = step === "release" ? Prisma.sql`p."heldBack" IS NOT NULL` : Prisma.sql`p."heldBack" IS NULL`
  const [row] = await run<{ n: number }>(Prisma.sql`
    WITH changed AS (
      UPDATE "Prompt" p SET ${change} FROM chosen_prompt c WHERE c."id" = p."id" AND ${among} RETURNING 1
    ) SELECT count(*)::int AS "n" FROM changed`)
  const changed = row?.n ?? 0
  if (changed === 0) return { changed, tasks: 0 }
  // A place under the cap may have come free.
  const capped = await settleCap(run, projectId)
  const { tasks } = await settleHeldTasks(run, projectId)
  await insertAudit(client, {
    actor: access.actor,
    projectId,
    action: step === "release" ? "prompt:release" : "prompt:hold",
    subjectType: "Project",
    subjectId: projectId,
    after: { prompts: changed, step, tasks, ...(capped > 0 && { capped }), ...toAuditTarget(target) },
  })
  return { changed, tasks }
}
