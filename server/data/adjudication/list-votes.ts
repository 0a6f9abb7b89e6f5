import type { PairRef } from "@/core/adjudication/wire"
import type { Adjudicator } from "@/server/data/adjudication/adjudicator"
import { isCounted } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"

export type VoteRow = {
  readonly preference: "A" | "B" | "TIE" | null
  readonly bothBad: boolean | null
  readonly level: number | null
  readonly notRankable: boolean
  readonly confidence: number | null
  readonly rationale: string | null
  readonly note: string | null
  readonly guidelineVersion: number | null
  readonly flags: readonly {
    readonly position: number | null
    readonly type: string
    readonly comment: string | null
    /** Marked words, in UTF-16 units of the stored last message. */
    readonly start: number | null
    readonly end: number | null
  }[]
}

/** The counted votes on a pair, without who gave them, in an order that says nothing about people or time. */
export async function listVotes(who: Adjudicator, pair: PairRef): Promise<VoteRow[]> {
  return db().$queryRaw<VoteRow[]>`
    SELECT c."preference", c."bothBad", c."level", a."notRankable", a."confidence", a."rationale", a."note",
      g."version" AS "guidelineVersion",
      coalesce((SELECT jsonb_agg(jsonb_build_object('position', f."position", 'type', f."type", 'comment', f."comment",
        'start', f."spanStart", 'end', f."spanEnd") ORDER BY f."position", f."spanStart" NULLS FIRST, f."type") FROM "Flag" f WHERE f."annotationId" = a."id"), '[]') AS "flags"
    FROM "Annotation" a
    JOIN "Assignment" s ON s."id" = a."assignmentId"
    LEFT JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = ${pair.criterion}
      AND c."positionA" = ${pair.positionA} AND c."positionB" = ${pair.positionB}
    LEFT JOIN "Guideline" g ON g."id" = a."guidelineId"
    WHERE a."taskId" = ${pair.task}::uuid AND a."projectId" = ${who.projectId}::uuid AND ${isCounted}
    ORDER BY md5(a."id"::text)`
}
