import { type GivenAnswer, goldAnswerSchema, type KnownAnswer } from "@/core/gold"
import type { Annotator } from "@/server/data/annotator"
import { db } from "@/server/data/db"

export type LatestAnswer = {
  readonly token: string
  readonly shown: number[]
  readonly reason: string
  readonly known: KnownAnswer
  readonly level: number | null
  readonly given: GivenAnswer
}

/**
 * The person's latest answer where it is one to gold and the project shows reasons; null otherwise,
 * also where a later answer was to an ordinary task.
 */
export async function findLatestGoldAnswer(who: Annotator): Promise<LatestAnswer | null> {
  const [row] = await db().$queryRaw<
    {
      token: string
      shown: number[]
      reason: string
      preference: KnownAnswer["preference"]
      bothBad: boolean
      level: number | null
      answer: unknown
      given: KnownAnswer["preference"]
      givenBothBad: boolean | null
      ranks: (number | null)[]
      ratings: GivenAnswer["ratings"]
    }[]
  >`
    SELECT s."token", s."shown", g."reason", g."preference"::text AS "preference", g."bothBad", g."level", g."answer",
      c."preference"::text AS "given", c."bothBad" AS "givenBothBad",
      coalesce((SELECT jsonb_agg(p."rank" ORDER BY p."position") FROM "Placement" p
        WHERE p."annotationId" = a."id" AND p."criterion" = 'overall'), '[]') AS "ranks",
      coalesce((SELECT jsonb_agg(jsonb_build_object('position', r."position", 'criterion', r."criterion", 'value', r."value"))
        FROM "Rating" r WHERE r."annotationId" = a."id"), '[]') AS "ratings"
    FROM (
      SELECT x.* FROM "Assignment" x JOIN "Project" p ON p."id" = x."projectId" AND p."showReasons"
      WHERE x."projectId" = ${who.projectId}::uuid AND x."annotatorId" = ${who.userId}::uuid AND x."state" = 'SUBMITTED'
      ORDER BY x."closedAt" DESC LIMIT 1
    ) s
    JOIN "Gold" g ON g."taskId" = s."taskId" AND s."purpose" = 'GOLD' AND g."retiredAt" IS NULL
    JOIN LATERAL (SELECT n."id" FROM "Annotation" n WHERE n."assignmentId" = s."id" AND n."status" = 'ACCEPTED'
      ORDER BY n."revision" DESC LIMIT 1) a ON true
    LEFT JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = 'overall'
      AND c."positionA" = 0 AND c."positionB" = 1`
  if (!row) return null
  const answer = row.answer === null ? null : goldAnswerSchema.safeParse(row.answer)
  return {
    token: row.token,
    shown: row.shown,
    reason: row.reason,
    level: row.level,
    known: {
      preference: row.preference,
      bothBad: row.bothBad,
      answer: answer?.success ? answer.data : null,
    },
    given: {
      pair: row.given === null ? null : { preference: row.given, bothBad: row.givenBothBad ?? false },
      ranks: row.ranks,
      ratings: row.ratings,
    },
  }
}
