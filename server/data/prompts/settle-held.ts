import { Prisma } from "@/prisma/client/client"
import type { Run } from "@/server/data/run-sql"
import { settleOverlap } from "@/server/data/settle-overlap"

/**
 * Brings the tasks of a project in line with its prompts: those of held-back prompts that still want
 * answers wait as RETIRED, those of released ones take up the state they had. What is done, ruled or gold
 * stays as it is. Returns how many tasks wait since now, and the answers they wanted.
 *
 * Call it inside the transaction that changed `heldBack`; prompts before tasks, as everybody locks them.
 */
export async function settleHeldTasks(
  run: Run,
  projectId: string,
): Promise<{ tasks: number; judgments: number }> {
  const [held] = await run<{ tasks: number; judgments: number }>(Prisma.sql`
    WITH waiting AS (
      UPDATE "Task" t SET "heldFrom" = t."status", "status" = 'RETIRED', "open" = false
      FROM "Prompt" p
      WHERE p."projectId" = ${projectId}::uuid AND p."heldBack" IS NOT NULL AND t."promptId" = p."id"
        AND (t."open" OR t."status" = 'REVIEW' OR t."status" = 'ACTIVE' AND t."counted" < t."overlap")
      RETURNING t."overlap"
    ) SELECT count(*)::int AS "tasks", coalesce(sum("overlap"), 0)::int AS "judgments" FROM waiting`)
  const back = await run<{ id: string }>(Prisma.sql`
    UPDATE "Task" t SET "heldFrom" = NULL,
      "status" = CASE WHEN t."status" = 'RETIRED' THEN t."heldFrom" ELSE t."status" END,
      "open" = (t."status" = 'RETIRED' AND t."heldFrom" = 'ACTIVE' AND t."remaining" > 0)
    FROM "Prompt" p
    WHERE t."projectId" = ${projectId}::uuid AND t."heldFrom" IS NOT NULL AND p."id" = t."promptId"
      AND p."heldBack" IS NULL RETURNING t."id"`)
  // Settings may have changed while they waited.
  const ids = back.map((task) => task.id)
  if (ids.length > 0) await settleOverlap(run, projectId, ids)
  return held ?? { tasks: 0, judgments: 0 }
}
