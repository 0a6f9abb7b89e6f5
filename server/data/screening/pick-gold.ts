import { partsLeft } from "@/core/screening/assess"
import type { Annotator } from "@/server/data/annotator"
import type { ClaimantPoint, TakenTask } from "@/server/data/claim"
import { hadBefore, suits } from "@/server/data/claim"
import { onClient } from "@/server/data/run-sql"
import { findScreening, settleScreening } from "@/server/data/screening/stand"
import type { Sql } from "@/server/data/transaction"

/** Gold of each part that still wants some, from the person's point of the ring on, parts mixed. $6 parts, $7 count. */
const pickSql = `
  SELECT x."id", x."k", x."ring" FROM jsonb_to_recordset($6::jsonb) AS p("part" text, "left" int)
  CROSS JOIN LATERAL (
    SELECT t."id", t."k", t."ring" FROM "Task" t JOIN "Gold" g ON g."taskId" = t."id"
    WHERE t."projectId" = $1::uuid AND t."status" = 'GOLD' AND coalesce(g."part", '') = p."part"
      AND NOT ${hadBefore} AND ${suits}
    ORDER BY t."ring" < $5::int, t."ring" LIMIT p."left"
  ) x ORDER BY x."ring" < $5::int, x."ring" LIMIT $7`

/**
 * The next gold tasks of a screening: as many of each part as the running attempt still wants, none
 * twice. Nothing where no attempt is open. Call it under the person's claim lock.
 */
export async function pickScreeningGold(
  tx: Sql,
  who: Annotator,
  at: ClaimantPoint,
  count: number,
): Promise<readonly TakenTask[]> {
  const run = onClient(tx)
  const screening = await findScreening(run, who.projectId)
  const stand = (await settleScreening(run, who.projectId, [who.userId])).get(who.userId)
  if (!screening || stand?.state.kind !== "open" || count <= 0) return []
  const left = partsLeft(screening.settings, stand.given)
  if (left.length === 0) return []
  const values = [who.projectId, who.userId, at.cohort, at.kind, at.ringPoint, JSON.stringify(left), count]
  return (await tx.query<TakenTask>({ name: "pick-screening-gold", text: pickSql, values })).rows
}

/** Tasks of the running attempt that are still to be given; those on the person's page are not among them. */
export async function countScreeningLeft(tx: Sql, who: Annotator): Promise<number> {
  const run = onClient(tx)
  const screening = await findScreening(run, who.projectId)
  const stand = (await settleScreening(run, who.projectId, [who.userId])).get(who.userId)
  if (!screening || stand?.state.kind !== "open") return 0
  return partsLeft(screening.settings, stand.given).reduce((sum, { left }) => sum + left, 0)
}
