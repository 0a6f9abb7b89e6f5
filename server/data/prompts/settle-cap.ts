import { Prisma } from "@/prisma/client/client"
import type { Run } from "@/server/data/run-sql"

/**
 * At most so many prompts of one source user are served. Which ones: those with the smallest
 * SHA-256 of the project's seed and their own hash, so that it hangs neither on the order in which they
 * came nor on anybody's choice. Prompts that are held back for another reason take no place, nor do those
 * that somebody released: they are served beside. Prompts without a source user have no cap.
 *
 * Returns how many are held back by it since now. Call settleHeldTasks after it.
 */
export async function settleCap(run: Run, projectId: string): Promise<number> {
  const [row] = await run<{ held: number }>(Prisma.sql`
    WITH ranked AS MATERIALIZED (
      SELECT p."id", p."heldBack", r."userCap", row_number() OVER (
          PARTITION BY p."sourceUser"
          ORDER BY sha256(convert_to(r."seed" || ':' || p."hash", 'UTF8'))) AS "place"
      FROM "Prompt" p JOIN "Project" r ON r."id" = p."projectId"
      WHERE p."projectId" = ${projectId}::uuid AND p."sourceUser" IS NOT NULL AND p."messages" <> '[]'
        AND NOT p."released" AND (p."heldBack" IS NULL OR p."heldBack" = 'cap')
    ), changed AS (
      UPDATE "Prompt" p SET "heldBack" = x."wanted"
      FROM (SELECT k."id", CASE WHEN k."place" > k."userCap" THEN 'cap' END AS "wanted"
        FROM ranked k) x
      WHERE x."id" = p."id" AND p."heldBack" IS DISTINCT FROM x."wanted"
      RETURNING p."heldBack"
    ) SELECT count("heldBack")::int AS "held" FROM changed`)
  return row?.held ?? 0
}
