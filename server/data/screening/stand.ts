import { goldAnswerSchema, isRight, type KnownAnswer } from "@/core/gold"
import { groupBy } from "@/core/group-by"
import { assessAttempt } from "@/core/screening/assess"
import { type ScreeningSettings, screeningSchema } from "@/core/screening/settings"
import { type ScreeningState, type StoredResult, toScreeningState } from "@/core/screening/state"
import { Prisma } from "@/prisma/client/client"
import type { Run } from "@/server/data/run-sql"

/** Somebody's place in a screening. */
export type Stand = {
  readonly userId: string
  readonly state: ScreeningState
  /** Gold of the running attempt that is answered or lies open on the person's page. */
  readonly given: readonly { readonly part: string }[]
}

/** The screening of a project, or null where it is none. */
export async function findScreening(
  run: Run,
  projectId: string,
): Promise<{ settings: ScreeningSettings; showReasons: boolean } | null> {
  const [row] = await run<{ screening: unknown; showReasons: boolean }>(Prisma.sql`
    SELECT "screening", "showReasons" FROM "Project" WHERE "id" = ${projectId}::uuid AND "screening" IS NOT NULL`)
  return row ? { settings: screeningSchema.parse(row.screening), showReasons: row.showReasons } : null
}

/**
 * Where people stand in a screening: those given, or everybody who annotates in the project. An attempt
 * whose last answer is in gets its result written here, once; asking again changes nothing. Answers to
 * retired gold do not count. Where reasons are shown after each answer the first answer counts, since a
 * correction would know better.
 */
export async function settleScreening(
  run: Run,
  projectId: string,
  people: readonly string[] | null,
): Promise<Map<string, Stand>> {
  const screening = await findScreening(run, projectId)
  if (!screening) return new Map()
  const { settings } = screening
  const stands = new Map<string, Stand>()
  for (const [userId, facts] of await loadFacts(run, projectId, people, screening.showReasons)) {
    const running = assessAttempt(settings, facts.answers, facts.grades)
    const before = toScreeningState(settings, facts.results, running, facts.now)
    const takes = before.kind === "open" || before.kind === "grading"
    if (!takes || !running.complete) {
      stands.set(userId, { userId, state: before, given: [...facts.answers, ...facts.open] })
      continue
    }
    await run(Prisma.sql`
      INSERT INTO "ScreeningResult" ("id", "projectId", "userId", "attempt", "passed", "parts", "createdAt")
      VALUES (gen_random_uuid(), ${projectId}::uuid, ${userId}::uuid, ${before.attempt}, ${running.passed},
        ${JSON.stringify(running.parts)}::jsonb, clock_timestamp())
      ON CONFLICT ("projectId", "userId", "attempt") DO NOTHING`)
    const result: StoredResult = {
      attempt: before.attempt,
      passed: running.passed,
      parts: running.parts,
      reason: "",
      at: facts.now,
    }
    const next = assessAttempt(settings, [], new Map())
    const state = toScreeningState(settings, [...facts.results, result], next, facts.now)
    stands.set(userId, { userId, state, given: facts.open })
  }
  return stands
}

type Facts = {
  readonly now: Date
  readonly results: readonly StoredResult[]
  readonly grades: ReadonlyMap<string, number>
  readonly answers: readonly { readonly part: string; readonly right: boolean }[]
  readonly open: readonly { readonly part: string }[]
}

type AnswerRow = {
  readonly userId: string
  readonly part: string
  readonly state: "SUBMITTED" | "LEASED"
  readonly at: Date | null
  readonly preference: KnownAnswer["preference"]
  readonly bothBad: boolean
  readonly answer: unknown
  readonly given: KnownAnswer["preference"]
  readonly givenBothBad: boolean | null
  readonly ranks: (number | null)[]
  readonly ratings: { position: number; criterion: string; value: number }[]
}

async function loadFacts(
  run: Run,
  projectId: string,
  people: readonly string[] | null,
  first: boolean,
): Promise<Map<string, Facts>> {
  const among = (column: string) =>
    people === null ? Prisma.sql`true` : Prisma.sql`${Prisma.raw(column)} = ANY (${[...people]}::uuid[])`
  const members = await run<{ userId: string; now: Date }>(Prisma.sql`
    SELECT m."userId"::text AS "userId", clock_timestamp() AS "now" FROM "Membership" m
    WHERE m."projectId" = ${projectId}::uuid AND ${among('m."userId"')}
      AND (${people !== null} OR m."role" = 'ANNOTATOR')`)
  const results = await run<StoredResult & { userId: string }>(Prisma.sql`
    SELECT r."userId"::text AS "userId", r."attempt", r."passed", r."parts", r."reason", r."createdAt" AS "at"
    FROM "ScreeningResult" r WHERE r."projectId" = ${projectId}::uuid AND ${among('r."userId"')} ORDER BY r."attempt"`)
  const grades = await run<{ userId: string; attempt: number; part: string; score: number }>(Prisma.sql`
    SELECT DISTINCT ON (g."userId", g."attempt", g."part") g."userId"::text AS "userId", g."attempt", g."part", g."score"
    FROM "ScreeningGrade" g WHERE g."projectId" = ${projectId}::uuid AND ${among('g."userId"')}
    ORDER BY g."userId", g."attempt", g."part", g."createdAt" DESC, g."id" DESC`)
  const rows = await run<AnswerRow>(Prisma.sql`
    SELECT s."annotatorId"::text AS "userId", coalesce(g."part", '') AS "part", s."state"::text AS "state",
      (SELECT min(n."createdAt") FROM "Annotation" n WHERE n."assignmentId" = s."id" AND n."status" = 'ACCEPTED') AS "at",
      g."preference"::text AS "preference", g."bothBad", g."answer",
      c."preference"::text AS "given", c."bothBad" AS "givenBothBad",
      coalesce((SELECT jsonb_agg(p."rank" ORDER BY p."position") FROM "Placement" p
        WHERE p."annotationId" = a."id" AND p."criterion" = 'overall'), '[]') AS "ranks",
      coalesce((SELECT jsonb_agg(jsonb_build_object('position', r."position", 'criterion', r."criterion", 'value', r."value"))
        FROM "Rating" r WHERE r."annotationId" = a."id"), '[]') AS "ratings"
    FROM "Assignment" s
    JOIN "Gold" g ON g."taskId" = s."taskId" AND g."retiredAt" IS NULL
    LEFT JOIN LATERAL (SELECT n."id" FROM "Annotation" n
      WHERE n."assignmentId" = s."id" AND n."status" = 'ACCEPTED'
      ORDER BY CASE WHEN ${first} THEN n."revision" ELSE -n."revision" END LIMIT 1) a ON true
    LEFT JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = 'overall'
      AND c."positionA" = 0 AND c."positionB" = 1
    WHERE s."projectId" = ${projectId}::uuid AND ${among('s."annotatorId"')} AND s."purpose" = 'GOLD'
      AND s."state" IN ('SUBMITTED', 'LEASED')
    ORDER BY "at", s."id"`)
  const of = {
    results: groupBy(results, (row) => row.userId),
    grades: groupBy(grades, (row) => row.userId),
    rows: groupBy(rows, (row) => row.userId),
  }
  return new Map(
    members.map(({ userId, now }): [string, Facts] => {
      const own = of.results.get(userId) ?? []
      const since = own.at(-1)?.at ?? null
      const answers = of.rows.get(userId) ?? []
      const scores = (of.grades.get(userId) ?? []).filter((grade) => grade.attempt === own.length + 1)
      return [
        userId,
        {
          now,
          results: own.map((row) => row),
          grades: new Map(scores.map((grade) => [grade.part, grade.score])),
          answers: answers
            .filter(
              (row) => row.state === "SUBMITTED" && row.at !== null && (since === null || row.at > since),
            )
            .map((row) => ({ part: row.part, right: isRightRow(row) })),
          open: answers.filter((row) => row.state === "LEASED").map((row) => ({ part: row.part })),
        },
      ]
    }),
  )
}

function isRightRow(row: AnswerRow): boolean {
  const known = row.answer === null ? null : goldAnswerSchema.safeParse(row.answer)
  return isRight(
    { preference: row.preference, bothBad: row.bothBad, answer: known?.success ? known.data : null },
    {
      pair: row.given === null ? null : { preference: row.given, bothBad: row.givenBothBad ?? false },
      ranks: row.ranks,
      ratings: row.ratings,
    },
  )
}
