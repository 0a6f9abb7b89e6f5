import { type GivenAnswer, goldAnswerSchema, isRight } from "@/core/gold"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { agreementVotes } from "@/server/data/agreement-votes"
import { isExcluded, isLatest } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"
import { FLOOR_CHARACTERS_PER_SECOND, FLOOR_MOST_CHARACTERS } from "@/stats/reliability/reading-pace"

type Access = ProjectAccess<"annotations:read" | "members:read">

export type AnswerRow = {
  readonly annotatorId: string
  readonly taskId: string
  readonly purpose: "LABEL" | "GOLD" | "REPEAT"
  /** Of the pair (0, 1), overall; null where the answer has none ("cannot be ranked"). */
  readonly preference: "A" | "B" | "TIE" | null
  readonly left: number
  readonly longer: number | null
  readonly truth: "A" | "B" | "TIE" | null
  /** Gold of a pair: right. Repeat: same as the first answer. Null where it is not known. */
  readonly right: boolean | null
  readonly compared: boolean
}

/**
 * The revision that speaks for the person: the latest, but on gold of a project that shows its reasons
 * the first, since a correction would know better. Aliases as in counted-annotations.ts.
 */
const isSaid = Prisma.sql`CASE
  WHEN s."purpose" = 'GOLD' AND (SELECT p."showReasons" FROM "Project" p WHERE p."id" = a."projectId")
    THEN a."revision" = (SELECT min(r."revision") FROM "Annotation" r
      WHERE r."assignmentId" = a."assignmentId" AND r."status" = 'ACCEPTED')
  ELSE ${isLatest} END`

/** A text counts as the longer one from a tenth more characters on. */
const CLEARLY = 1.1

/**
 * Every answer that says something about the person who gave it, oldest first: the latest revision of
 * each assignment, not taken back and under no exclusion in force. Gold that was retired (leaked, or
 * doubtful) is left out. One statement, whatever the number of people.
 */
export async function listReliabilityAnswers({ projectId }: Access): Promise<AnswerRow[]> {
  return db().$queryRaw<AnswerRow[]>`
    WITH votes AS MATERIALIZED (${agreementVotes(projectId)}), lengths AS MATERIALIZED (
      SELECT x."taskId", CASE
          WHEN min(c."chars") FILTER (WHERE x."position" = 0) >= ${CLEARLY}::float8 * min(c."chars") FILTER (WHERE x."position" = 1) THEN 0
          WHEN min(c."chars") FILTER (WHERE x."position" = 1) >= ${CLEARLY}::float8 * min(c."chars") FILTER (WHERE x."position" = 0) THEN 1
        END AS "longer"
      FROM "TaskCompletion" x JOIN "Completion" c ON c."id" = x."completionId"
      WHERE c."projectId" = ${projectId}::uuid AND x."position" IN (0, 1) GROUP BY 1
    ), latest AS MATERIALIZED (
      SELECT a."id", a."annotatorId", a."taskId", a."shown", a."createdAt", s."purpose", c."preference", c."bothBad"
      FROM "Annotation" a
      JOIN "Assignment" s ON s."id" = a."assignmentId"
      LEFT JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = 'overall'
        AND c."positionA" = 0 AND c."positionB" = 1
      WHERE a."projectId" = ${projectId}::uuid AND a."status" <> 'WITHDRAWN' AND NOT ${isExcluded}
        AND ${isSaid}
    )
    SELECT l."annotatorId"::text AS "annotatorId", l."taskId"::text AS "taskId", l."purpose"::text AS "purpose",
      l."preference"::text AS "preference",
      CASE WHEN array_position(l."shown", 0) < array_position(l."shown", 1) THEN 0 ELSE 1 END AS "left",
      n."longer", g."preference"::text AS "truth",
      CASE l."purpose"
        WHEN 'GOLD' THEN (l."preference" = g."preference" AND l."bothBad" = g."bothBad") IS TRUE
        WHEN 'REPEAT' THEN (l."preference" = f."preference" AND l."bothBad" = f."bothBad")
      END AS "right",
      v."annotationId" IS NOT NULL AS "compared"
    FROM latest l
    LEFT JOIN lengths n ON n."taskId" = l."taskId"
    LEFT JOIN votes v ON v."annotationId" = l."id"
    LEFT JOIN "Gold" g ON g."taskId" = l."taskId" AND l."purpose" = 'GOLD'
    LEFT JOIN latest f ON f."taskId" = l."taskId" AND f."annotatorId" = l."annotatorId"
      AND f."purpose" = 'LABEL' AND l."purpose" = 'REPEAT'
    WHERE (l."purpose" <> 'GOLD' OR (g."retiredAt" IS NULL AND g."preference" IS NOT NULL))
      AND (l."purpose" <> 'REPEAT' OR f."id" IS NOT NULL)
    ORDER BY l."createdAt", l."id"`
}

export type OtherGoldAnswer = {
  readonly annotatorId: string
  readonly taskId: string
  readonly right: boolean
}

/** Answers to gold that is no pair (rankings, ratings); few. */
export async function listOtherGoldAnswers({ projectId }: Access): Promise<OtherGoldAnswer[]> {
  const rows = await db().$queryRaw<
    {
      annotatorId: string
      taskId: string
      answer: unknown
      ranks: (number | null)[]
      ratings: GivenAnswer["ratings"]
    }[]
  >`
    SELECT a."annotatorId"::text AS "annotatorId", a."taskId"::text AS "taskId", g."answer",
      coalesce((SELECT jsonb_agg(p."rank" ORDER BY p."position") FROM "Placement" p
        WHERE p."annotationId" = a."id" AND p."criterion" = 'overall'), '[]') AS "ranks",
      coalesce((SELECT jsonb_agg(jsonb_build_object('position', r."position", 'criterion', r."criterion", 'value', r."value"))
        FROM "Rating" r WHERE r."annotationId" = a."id"), '[]') AS "ratings"
    FROM "Annotation" a
    JOIN "Assignment" s ON s."id" = a."assignmentId" AND s."purpose" = 'GOLD'
    JOIN "Gold" g ON g."taskId" = a."taskId" AND g."preference" IS NULL AND g."retiredAt" IS NULL
    WHERE a."projectId" = ${projectId}::uuid AND a."status" <> 'WITHDRAWN' AND NOT ${isExcluded} AND ${isSaid}
    ORDER BY a."createdAt", a."id"`
  return rows.flatMap(({ annotatorId, taskId, answer, ranks, ratings }) => {
    const known = goldAnswerSchema.safeParse(answer)
    if (!known.success) return []
    const right = isRight(
      { preference: null, bothBad: false, answer: known.data },
      { pair: null, ranks, ratings },
    )
    return [{ annotatorId, taskId, right }]
  })
}

export type PersonRow = {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: string | null
  readonly pausedAt: Date | null
  readonly lastAt: Date | null
  readonly excluded: number
  readonly timed: number
  readonly below: number
  readonly medianSeconds: number | null
}

/**
 * Everybody who annotates or ever did, with pace and what is excluded. The reading floor is that of
 * stats/reliability/reading-pace.ts, over all texts of the task.
 */
export async function listReliabilityPeople({ projectId }: Access): Promise<PersonRow[]> {
  return db().$queryRaw<PersonRow[]>`
    WITH lengths AS MATERIALIZED (
      SELECT x."taskId", sum(c."chars") AS "chars" FROM "TaskCompletion" x JOIN "Completion" c ON c."id" = x."completionId"
      WHERE c."projectId" = ${projectId}::uuid GROUP BY 1
    ), answers AS (
      SELECT a."annotatorId", a."createdAt", a."activeMs", l."chars", ${isExcluded} AS "excluded"
      FROM "Annotation" a LEFT JOIN lengths l ON l."taskId" = a."taskId"
      WHERE a."projectId" = ${projectId}::uuid AND a."status" <> 'WITHDRAWN' AND ${isLatest}
    ), sums AS (
      SELECT "annotatorId", max("createdAt") AS "lastAt",
        count(*) FILTER (WHERE "excluded")::int AS "excluded",
        count("activeMs") FILTER (WHERE NOT "excluded")::int AS "timed",
        count(*) FILTER (WHERE NOT "excluded" AND "activeMs"
          < least("chars", ${FLOOR_MOST_CHARACTERS}::int) * 1000.0 / ${FLOOR_CHARACTERS_PER_SECOND}::int)::int AS "below",
        (percentile_cont(0.5) WITHIN GROUP (ORDER BY "activeMs") FILTER (WHERE NOT "excluded") / 1000)::float8
          AS "medianSeconds"
      FROM answers GROUP BY 1
    )
    SELECT u."id"::text AS "userId", u."name", u."email", m."role"::text AS "role", m."pausedAt", r."lastAt",
      coalesce(r."excluded", 0) AS "excluded", coalesce(r."timed", 0) AS "timed", coalesce(r."below", 0) AS "below",
      r."medianSeconds"
    FROM "User" u
    LEFT JOIN "Membership" m ON m."userId" = u."id" AND m."projectId" = ${projectId}::uuid
    LEFT JOIN sums r ON r."annotatorId" = u."id"
    WHERE r."annotatorId" IS NOT NULL OR m."role" = 'ANNOTATOR'
    ORDER BY lower(coalesce(nullif(u."name", ''), u."email")), u."id"`
}
