import { Prisma } from "@/prisma/client/client"

/**
 * Which annotations count, said once for every table and chart (the export has its own reading at a
 * snapshot, and a test compares the two): the latest revision of its assignment, ACCEPTED, purpose
 * LABEL, under no exclusion in force.
 *
 * All fragments expect the aliases `a` for "Annotation" and `s` for its "Assignment".
 */
export const isLatest = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM "Annotation" later
  WHERE later."assignmentId" = a."assignmentId" AND later."revision" > a."revision")`

/**
 * An exclusion names one annotation, or a person's between two moments; a row with `reverses` takes the
 * one it names back, so an exclusion holds when the chain of reversals on it is of even length
 * (core/exclusions.ts says the same for exports).
 */
export const isExcluded = Prisma.sql`EXISTS (
  SELECT 1 FROM "Exclusion" e
  WHERE e."projectId" = a."projectId"
    AND (e."annotationId" = a."id"
      OR (e."annotatorId" = a."annotatorId"
        AND a."createdAt" >= coalesce(e."fromAt", '-infinity')
        AND a."createdAt" < coalesce(e."untilAt", 'infinity')))
    AND (WITH RECURSIVE chain AS (
        SELECT e."id", 0 AS "depth"
        UNION ALL SELECT r."id", chain."depth" + 1 FROM "Exclusion" r JOIN chain ON r."reverses" = chain."id")
      SELECT max("depth") FROM chain) % 2 = 0)`

export const isCounted = Prisma.sql`a."status" = 'ACCEPTED' AND s."purpose" = 'LABEL'
  AND ${isLatest} AND NOT ${isExcluded}`

/** What has become of the latest revision of an assignment, in the words of the interface. */
export const annotationState = Prisma.sql`CASE
  WHEN s."purpose" <> 'LABEL' THEN 'control'
  WHEN a."status" = 'WITHDRAWN' THEN 'withdrawn'
  WHEN ${isExcluded} THEN 'excluded'
  WHEN a."status" = 'SURPLUS' THEN 'surplus'
  ELSE 'counted' END`

/** Counted answers to the overall question, joined from "Annotation"; add the tasks with AND. */
const countedAnswers = Prisma.sql`"Annotation" a
  JOIN "Assignment" s ON s."id" = a."assignmentId"
  JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = 'overall'
  WHERE ${isCounted}`

/** Whether counted answers to a task differ on some pair. Alias `t` for "Task"; reads only its own answers. */
export const taskDiffers = Prisma.sql`(t."counted" >= 2 AND EXISTS (
  SELECT 1 FROM ${countedAnswers} AND a."taskId" = t."id"
  GROUP BY c."positionA", c."positionB"
  HAVING count(DISTINCT (c."preference", c."bothBad")) > 1))`
