import { Prisma } from "@/prisma/client/client"
import { isExcluded } from "@/server/data/counted-annotations"
import type { Run } from "@/server/data/run-sql"
import { setTaken } from "@/server/data/task-slots"

/**
 * A surplus answer came when its task was full. When a slot comes free after all (a lease ran out, was
 * given back or skipped, more answers are wanted), the oldest surplus answer takes it, as a further
 * revision with the same content: the work was done, its author cannot get the task again, and where
 * people are few the task would starve beside it. Call it in the transaction that freed the slots of
 * these tasks. Answers the tasks in which something changed.
 */
export async function promoteSurplus(run: Run, taskIds: readonly string[]): Promise<readonly string[]> {
  if (taskIds.length === 0) return []
  const due = await run<{ assignmentId: string; annotationId: string; taskId: string }>(Prisma.sql`
    SELECT x."assignmentId", x."annotationId", x."taskId" FROM (
      SELECT s."id" AS "assignmentId", a."id" AS "annotationId", t."id" AS "taskId", t."remaining",
        row_number() OVER (PARTITION BY t."id" ORDER BY a."createdAt", a."id") AS "place"
      FROM "Task" t
      JOIN "Assignment" s ON s."taskId" = t."id" AND s."purpose" = 'LABEL' AND s."state" = 'SUBMITTED'
        AND NOT s."holdsSlot"
      JOIN LATERAL (SELECT n.* FROM "Annotation" n WHERE n."assignmentId" = s."id"
        ORDER BY n."revision" DESC LIMIT 1) a ON a."status" = 'SURPLUS'
      WHERE t."id" = ANY (${taskIds}::uuid[]) AND t."open" AND NOT ${isExcluded}
    ) x WHERE x."place" <= x."remaining"`)
  for (const one of due) await promote(run, one)
  return [...new Set(due.map((one) => one.taskId))]
}

async function promote(
  run: Run,
  one: { assignmentId: string; annotationId: string; taskId: string },
): Promise<void> {
  // Whole rows are copied, whatever columns they have, under a new id and revision.
  const [copy] = await run<{ id: string }>(Prisma.sql`
    INSERT INTO "Annotation" SELECT (jsonb_populate_record(null::"Annotation", to_jsonb(n) || jsonb_build_object(
      'id', gen_random_uuid(), 'revision', n."revision" + 1, 'status', 'ACCEPTED',
      'idempotencyKey', 'kept:' || n."assignmentId" || ':' || n."revision",
      'createdAt', clock_timestamp(), 'xid', pg_current_xact_id()::text::bigint))).*
    FROM "Annotation" n WHERE n."id" = ${one.annotationId}::uuid RETURNING "id"`)
  if (!copy) return
  for (const [name, own] of children) {
    const table = Prisma.raw(`"${name}"`)
    await run(Prisma.sql`
      INSERT INTO ${table} SELECT (jsonb_populate_record(null::${table}, to_jsonb(c) ||
        jsonb_build_object('annotationId', ${copy.id}::text ${Prisma.raw(own)}))).*
      FROM ${table} c WHERE c."annotationId" = ${one.annotationId}::uuid`)
  }
  await run(Prisma.sql`UPDATE "Assignment" SET "holdsSlot" = true WHERE "id" = ${one.assignmentId}::uuid`)
  await run(Prisma.sql`
    UPDATE "Task" t SET "counted" = t."counted" + 1, ${Prisma.raw(setTaken('t."taken" + 1'))}
    WHERE t."id" = ${one.taskId}::uuid`)
}

/** What hangs on an annotation, with what else must be new in a copy. */
const children = [
  ["Comparison", ""],
  ["Placement", ""],
  ["Rating", ""],
  ["Flag", ", 'id', gen_random_uuid()"],
  ["Demonstration", ""],
] as const
