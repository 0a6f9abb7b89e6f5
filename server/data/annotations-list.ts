import type { AnnotationRow } from "@/core/lists/annotation-row"
import type { AnnotationQuery } from "@/core/lists/annotation-query"
import { annotationsPerPage } from "@/core/lists/annotation-query"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { annotationState, isLatest } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"

const orders = {
  when: Prisma.sql`a."createdAt"`,
  person: Prisma.sql`lower(coalesce(nullif(u."name", ''), u."email"))`,
  time: Prisma.sql`a."activeMs"`,
} as const
const directions = { asc: Prisma.sql`ASC NULLS FIRST`, desc: Prisma.sql`DESC NULLS LAST` }

/** Left or right of the screen, out of the stored order and the order shown. */
const answerSide = Prisma.sql`CASE
  WHEN a."notRankable" THEN 'not-rankable'
  -- An answer taken back has no comparison, and then no side.
  WHEN c."preference" IS NULL THEN NULL
  WHEN c."preference" = 'TIE' AND c."bothBad" THEN 'both-bad'
  WHEN c."preference" = 'TIE' THEN 'tie'
  WHEN a."shown"[1] = (CASE c."preference" WHEN 'A' THEN 0 ELSE 1 END) THEN 'left'
  ELSE 'right' END`

const from = Prisma.sql`"Annotation" a
  JOIN "Assignment" s ON s."id" = a."assignmentId"
  JOIN "Task" t ON t."id" = a."taskId"
  JOIN "User" u ON u."id" = a."annotatorId"
  LEFT JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = 'overall' AND t."k" = 2`

/** One page of the latest answers of a project, one row per person and task. */
export async function listAnnotations(
  access: ProjectAccess<"annotations:read" | "results:read">,
  query: AnnotationQuery,
): Promise<{ rows: AnnotationRow[]; total: number }> {
  const where = Prisma.join(conditions(access.projectId, query), " AND ")
  const [counts, rows] = await Promise.all([
    db().$queryRaw<[{ total: number }]>`SELECT count(*)::int AS "total" FROM ${from} WHERE ${where}`,
    db().$queryRaw<AnnotationRow[]>`
      SELECT a."id", a."taskId", coalesce(left(p."messages" -> -1 ->> 'content', 160), '') AS "prompt",
        a."annotatorId", u."name", u."email", a."createdAt", a."revision", ${annotationState} AS "state",
        ${answerSide} AS "answer", c."level", a."activeMs", a."note", a."rationale",
        CASE c."preference" WHEN 'A' THEN ma."key" WHEN 'B' THEN mb."key" END AS "better",
        CASE c."preference" WHEN 'A' THEN mb."key" WHEN 'B' THEN ma."key" END AS "worse",
        ARRAY(SELECT DISTINCT f."type" FROM "Flag" f WHERE f."annotationId" = a."id" ORDER BY 1) AS "flags"
      FROM ${from}
      JOIN "Prompt" p ON p."id" = t."promptId"
      LEFT JOIN "TaskCompletion" ta ON ta."taskId" = a."taskId" AND ta."position" = c."positionA"
      LEFT JOIN "Completion" ca ON ca."id" = ta."completionId" LEFT JOIN "Model" ma ON ma."id" = ca."modelId"
      LEFT JOIN "TaskCompletion" tb ON tb."taskId" = a."taskId" AND tb."position" = c."positionB"
      LEFT JOIN "Completion" cb ON cb."id" = tb."completionId" LEFT JOIN "Model" mb ON mb."id" = cb."modelId"
      WHERE ${where}
      ORDER BY ${orders[query.sort]} ${directions[query.dir]}, a."id"
      LIMIT ${annotationsPerPage} OFFSET ${(query.page - 1) * annotationsPerPage}`,
  ])
  return { rows, total: counts[0].total }
}

function conditions(projectId: string, query: AnnotationQuery): Prisma.Sql[] {
  const all = [Prisma.sql`a."projectId" = ${projectId}::uuid`, isLatest]
  if (query.person) all.push(Prisma.sql`a."annotatorId" = ${query.person}::uuid`)
  if (query.state !== "all") all.push(Prisma.sql`${annotationState} = ${query.state}`)
  if (query.answer !== "any") all.push(Prisma.sql`${answerSide} = ${query.answer}`)
  if (query.flag === "any") {
    all.push(Prisma.sql`(coalesce(a."note", a."rationale", '') <> ''
      OR EXISTS (SELECT 1 FROM "Flag" f WHERE f."annotationId" = a."id"))`)
  } else if (query.flag) {
    all.push(
      Prisma.sql`EXISTS (SELECT 1 FROM "Flag" f WHERE f."annotationId" = a."id" AND f."type" = ${query.flag})`,
    )
  }
  if (query.guideline === 0) all.push(Prisma.sql`a."guidelineId" IS NULL`)
  else if (query.guideline !== "") {
    all.push(Prisma.sql`a."guidelineId" = (SELECT g."id" FROM "Guideline" g
      WHERE g."projectId" = ${projectId}::uuid AND g."version" = ${query.guideline})`)
  }
  if (query.from) all.push(Prisma.sql`a."createdAt" >= ${new Date(`${query.from}T00:00:00Z`)}`)
  if (query.to) {
    all.push(Prisma.sql`a."createdAt" < ${new Date(Date.parse(`${query.to}T00:00:00Z`) + 86_400_000)}`)
  }
  return all
}

/** What the filters of the annotation list offer: the people who answered and the flags they set. */
export async function getAnnotationFilterChoices(
  access: ProjectAccess<"annotations:read">,
): Promise<{ people: { id: string; name: string }[]; flags: string[]; guidelines: number[] }> {
  const [people, flags, guidelines] = await Promise.all([
    db().$queryRaw<{ id: string; name: string }[]>`
      SELECT u."id", coalesce(nullif(u."name", ''), u."email") AS "name" FROM "User" u
      WHERE u."id" IN (SELECT "annotatorId" FROM "Annotation" WHERE "projectId" = ${access.projectId}::uuid)
      ORDER BY lower(coalesce(nullif(u."name", ''), u."email")), u."id"`,
    db().$queryRaw<{ type: string }[]>`
      SELECT DISTINCT f."type" FROM "Flag" f JOIN "Annotation" a ON a."id" = f."annotationId"
      WHERE a."projectId" = ${access.projectId}::uuid ORDER BY 1`,
    db().guideline.findMany({
      where: { projectId: access.projectId },
      select: { version: true },
      orderBy: { version: "desc" },
    }),
  ])
  return { people, flags: flags.map((flag) => flag.type), guidelines: guidelines.map((one) => one.version) }
}
