import type { ScreeningState } from "@/core/screening/state"
import { Prisma } from "@/prisma/client/client"
import type { Annotator } from "@/server/data/annotator"
import { pool } from "@/server/data/db"
import { onClient } from "@/server/data/run-sql"
import { settleScreening } from "@/server/data/screening/stand"

/** What stands between a person and their next task. */
export type ScreeningGate =
  /** This project is a screening, and no attempt is open. */
  | { readonly kind: "own"; readonly state: ScreeningState }
  /** This project asks for the screening of another one. */
  | {
      readonly kind: "required"
      readonly project: { readonly slug: string; readonly name: string }
      /** Null = not begun. */
      readonly state: ScreeningState | null
    }

/**
 * Null = on to the tasks. A requirement holds for annotators; who reviews or manages the project is
 * trusted with it already.
 */
export async function findScreeningGate(who: Annotator): Promise<ScreeningGate | null> {
  const run = onClient(pool())
  const [row] = await run<{
    own: boolean
    id: string | null
    slug: string | null
    name: string | null
  }>(Prisma.sql`
    SELECT p."screening" IS NOT NULL AS "own", q."id"::text AS "id", q."slug", q."name"
    FROM "Project" p LEFT JOIN "Project" q ON q."id" = p."requiresId" AND q."screening" IS NOT NULL
    WHERE p."id" = ${who.projectId}::uuid`)
  if (!row) return null
  if (row.id && row.slug && row.name && who.role === "ANNOTATOR") {
    const state = (await settleScreening(run, row.id, [who.userId])).get(who.userId)?.state ?? null
    // Who passed and left the screening's project since has passed all the same.
    const passed = state?.kind === "passed" || (state === null && (await hasPassed(run, row.id, who.userId)))
    if (!passed) return { kind: "required", project: { slug: row.slug, name: row.name }, state }
  }
  if (!row.own) return null
  const state = (await settleScreening(run, who.projectId, [who.userId])).get(who.userId)?.state
  return state && state.kind !== "open" ? { kind: "own", state } : null
}

async function hasPassed(
  run: ReturnType<typeof onClient>,
  projectId: string,
  userId: string,
): Promise<boolean> {
  const rows = await run(Prisma.sql`SELECT 1 AS "one" FROM "ScreeningResult"
    WHERE "projectId" = ${projectId}::uuid AND "userId" = ${userId}::uuid AND "passed" LIMIT 1`)
  return rows.length > 0
}
