import { z } from "zod"
import { goldAnswerSchema, isRight } from "@/core/gold"
import type { GoldVerdict } from "@/core/queue/gold-review"
import { Prisma } from "@/prisma/client/client"
import { isExcluded, isLatest } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"

/** How often a gold task was answered, and wrongly: cheap, to know whether to look closer. */
export async function countGoldAnswers(taskId: string): Promise<{ answers: number; wrong: number }> {
  const [row] = await db().$queryRaw<{ answers: number; wrong: number }[]>`
    SELECT count(*)::int AS "answers", (count(*) FILTER (WHERE g."preference" IS NULL
      OR c."preference" IS DISTINCT FROM g."preference" OR c."bothBad" <> g."bothBad"))::int AS "wrong"
    FROM "Gold" g JOIN "Assignment" s ON s."taskId" = g."taskId" AND s."purpose" = 'GOLD' AND s."state" = 'SUBMITTED'
    JOIN "Annotation" a ON a."assignmentId" = s."id" AND ${isLatest}
    LEFT JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = 'overall'
      AND c."positionA" = 0 AND c."positionB" = 1
    WHERE g."taskId" = ${taskId}::uuid AND g."retiredAt" IS NULL`
  return row ?? { answers: 0, wrong: 0 }
}

type Row = {
  taskId: string
  annotatorId: string
  activeMs: number | null
  known: "A" | "B" | "TIE" | null
  knownBad: boolean
  answer: unknown
  preference: "A" | "B" | "TIE" | null
  bothBad: boolean | null
  ranks: (number | null)[]
  ratings: unknown
}

const ratingsSchema = z.array(z.object({ position: z.number(), criterion: z.string(), value: z.number() }))

/**
 * Every answer in force to the gold tasks that are (of a project, or given to the same people as one
 * task), oldest first, with whether it is right.
 */
export async function listGoldVerdicts(
  project: { readonly projectId: string },
  ofPeopleOf: string | null,
): Promise<GoldVerdict[]> {
  const people =
    ofPeopleOf === null
      ? Prisma.empty
      : Prisma.sql`AND s."annotatorId" IN (SELECT o."annotatorId" FROM "Assignment" o
          WHERE o."taskId" = ${ofPeopleOf}::uuid AND o."purpose" = 'GOLD' AND o."state" = 'SUBMITTED')`
  const rows = await db().$queryRaw<Row[]>`
    SELECT a."taskId", a."annotatorId", a."activeMs", g."preference" AS "known", g."bothBad" AS "knownBad", g."answer",
      c."preference", c."bothBad",
      ARRAY(SELECT p."rank" FROM "Placement" p WHERE p."annotationId" = a."id" AND p."criterion" = 'overall'
        ORDER BY p."position") AS "ranks",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('position', r."position", 'criterion', r."criterion",
        'value', r."value")), '[]') FROM "Rating" r WHERE r."annotationId" = a."id") AS "ratings"
    FROM "Gold" g JOIN "Task" t ON t."id" = g."taskId" AND t."projectId" = ${project.projectId}::uuid
    JOIN "Assignment" s ON s."taskId" = g."taskId" AND s."purpose" = 'GOLD' AND s."state" = 'SUBMITTED'
    JOIN "Annotation" a ON a."assignmentId" = s."id"
    LEFT JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = 'overall'
      AND c."positionA" = 0 AND c."positionB" = 1
    WHERE a."status" <> 'WITHDRAWN' AND ${isLatest} AND NOT ${isExcluded} ${people}
    ORDER BY a."createdAt", a."id"`
  return rows.map((row) => ({
    taskId: row.taskId,
    annotatorId: row.annotatorId,
    activeMs: row.activeMs,
    right: isRight(
      {
        preference: row.known,
        bothBad: row.knownBad,
        answer: row.answer === null ? null : goldAnswerSchema.parse(row.answer),
      },
      {
        pair: row.preference && { preference: row.preference, bothBad: row.bothBad ?? false },
        ranks: row.ranks,
        ratings: ratingsSchema.parse(row.ratings),
      },
    ),
  }))
}
