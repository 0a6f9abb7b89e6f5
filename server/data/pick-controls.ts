import type { Annotator } from "@/server/data/annotator"
import type { ClaimantPoint, TakenTask } from "@/server/data/claim"
import { hadBefore, suits } from "@/server/data/claim"
import type { Sql } from "@/server/data/transaction"
import { REPEAT_GAP } from "@/core/queue/serving-plan"

/** Gold tasks looked at from the point on, in each direction, and own answers looked at for a repeat. */
const WINDOW = 256

const goldHalf = (compare: string, part: number) => `
  SELECT t."id", t."k", t."ring", ${part} AS "part" FROM (
    SELECT * FROM "Task" t WHERE t."projectId" = $1::uuid AND t."status" = 'GOLD' AND t."status" <> 'ACTIVE'
      AND t."ring" ${compare} $5::int ORDER BY t."ring" LIMIT ${WINDOW}
  ) t WHERE NOT ${hadBefore} AND ${suits} ORDER BY t."ring" LIMIT $6`

/**
 * Gold tasks that this person has not had, from a point of the ring on. They have no slots, so nothing
 * is locked; how many people get one has no bound.
 */
export const pickGoldSql = `
  SELECT "id", "k", "ring" FROM ((${goldHalf(">=", 0)}) UNION ALL (${goldHalf("<", 1)})) x
  ORDER BY "part", "ring" LIMIT $6`

export async function pickGold(
  sql: Sql,
  who: Annotator,
  at: ClaimantPoint,
  count: number,
): Promise<readonly TakenTask[]> {
  if (count <= 0) return []
  const values = [who.projectId, who.userId, at.cohort, at.kind, at.ringPoint, count]
  return (await sql.query<TakenTask>({ name: "pick-gold", text: pickGoldSql, values })).rows
}

export type RepeatTask = TakenTask & { readonly shown: number[] }

const ownAnswers = `
    SELECT a."taskId", a."shown" FROM "Assignment" a
    WHERE a."projectId" = $1::uuid AND a."annotatorId" = $2::uuid AND a."purpose" = 'LABEL' AND a."state" = 'SUBMITTED'
    ORDER BY a."closedAt" DESC OFFSET ${REPEAT_GAP} LIMIT ${WINDOW}`

/** Own answers that may come again: not the latest ones, not repeated before, the task still about. */
const repeatable = (own: string) => `
  FROM (${own}) own JOIN "Task" t ON t."id" = own."taskId"
  WHERE t."status" <> 'RETIRED' AND t."status" <> 'GOLD' AND t."k" >= 1
    AND NOT coalesce((SELECT true FROM "Assignment" a
      WHERE a."taskId" = t."id" AND a."annotatorId" = $2::uuid AND a."purpose" = 'REPEAT'
        AND a."state" NOT IN ('EXPIRED', 'RELEASED') LIMIT 1), false)
    AND ${suits}`

/** Put in order before they are looked at, so that the first that suits ends the search. */
const shuffled = `
  SELECT own.*, md5($5::text || own."taskId"::text) COLLATE "C" AS "place" FROM (${ownAnswers}) own ORDER BY "place"`

export const pickRepeatsSql = `
  SELECT t."id", t."k", t."ring", own."shown" ${repeatable(shuffled)}
  ORDER BY own."place" LIMIT $6`

/** `seed` decides which of them: unforeseeable, the same for the same claim. */
export async function pickRepeats(
  sql: Sql,
  who: Annotator,
  at: Omit<ClaimantPoint, "ringPoint"> & { readonly seed: string },
  count: number,
): Promise<readonly RepeatTask[]> {
  if (count <= 0) return []
  const values = [who.projectId, who.userId, at.cohort, at.kind, at.seed, count]
  return (await sql.query<RepeatTask>({ name: "pick-repeats", text: pickRepeatsSql, values })).rows
}

/** How many controls this person could still be given, as far as is looked. */
export async function countControls(
  sql: Sql,
  who: Annotator,
  at: ClaimantPoint,
): Promise<{ gold: number; repeats: number }> {
  const values = [who.projectId, who.userId, at.cohort, at.kind]
  const { rows } = await sql.query<{ gold: number; repeats: number }>(
    `SELECT (SELECT count(*)::int FROM (
        SELECT 1 FROM "Task" t WHERE t."projectId" = $1::uuid AND t."status" = 'GOLD' AND t."status" <> 'ACTIVE'
          AND NOT ${hadBefore} AND ${suits} LIMIT 2000) g) AS "gold",
      (SELECT count(*)::int ${repeatable(ownAnswers)}) AS "repeats"`,
    values,
  )
  return rows[0] ?? { gold: 0, repeats: 0 }
}
