import type { Annotator } from "@/server/data/annotator"
import { pool } from "@/server/data/db"

/** Tasks this person judged, since a time and in all; surplus too, since the work was done. */
export async function countOwnWork(
  who: Annotator,
  since: Date,
): Promise<{ today: number; total: number; leased: number }> {
  const { rows } = await pool().query<{ today: number; total: number; leased: number }>(
    `SELECT count(*) FILTER (WHERE "state" = 'SUBMITTED' AND "closedAt" >= $3)::int AS "today",
       count(*) FILTER (WHERE "state" = 'SUBMITTED')::int AS "total",
       count(*) FILTER (WHERE "state" = 'LEASED')::int AS "leased"
     FROM "Assignment" WHERE "projectId" = $1::uuid AND "annotatorId" = $2::uuid AND "state" IN ('SUBMITTED', 'LEASED')`,
    [who.projectId, who.userId, since],
  )
  return rows[0] ?? { today: 0, total: 0, leased: 0 }
}

export type OwnEntry = {
  readonly token: string
  readonly state: "SUBMITTED" | "SKIPPED"
  readonly shown: number[]
  readonly status: "ACCEPTED" | "SURPLUS" | null
  readonly preference: "A" | "B" | "TIE" | null
  readonly bothBad: boolean | null
  readonly level: number | null
  /** The question that the protocol asked: `worse` is stored turned round. */
  readonly asks: "better" | "worse" | null
  readonly closedAt: Date
}

/** What this person answered or skipped since a time, oldest first, the latest 500 of it. */
export async function listOwnWork(who: Annotator, since: Date): Promise<OwnEntry[]> {
  const { rows } = await pool().query<OwnEntry>(
    `SELECT * FROM (
       SELECT s."token", s."state", s."shown", n."status", c."preference", c."bothBad", c."level", v."definition"->>'asks' AS "asks",
         s."closedAt"
       FROM "Assignment" s
       LEFT JOIN LATERAL (SELECT n."id", n."status", n."protocolId" FROM "Annotation" n WHERE n."assignmentId" = s."id"
         ORDER BY n."revision" DESC LIMIT 1) n ON s."state" = 'SUBMITTED'
       LEFT JOIN "ProtocolVersion" v ON v."id" = n."protocolId"
       LEFT JOIN "Comparison" c ON c."annotationId" = n."id" AND c."criterion" = 'overall'
         AND c."positionA" = 0 AND c."positionB" = 1 AND v."kind" = 'PAIRWISE'
       WHERE s."projectId" = $1::uuid AND s."annotatorId" = $2::uuid AND s."state" IN ('SUBMITTED', 'SKIPPED')
         AND s."closedAt" >= $3
       ORDER BY s."closedAt" DESC, s."id" DESC LIMIT 500
     ) w ORDER BY "closedAt", "token"`,
    [who.projectId, who.userId, since],
  )
  return rows
}
