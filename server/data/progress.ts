import type { ProjectProgress, PersonProgress, PaceDay, DifferingTask } from "@/core/lists/progress-rows"
import type { TaskState } from "@/core/lists/task-query"
import type { ProjectAccess } from "@/server/access"
import { annotationState, differingPairs, isCounted, isLatest } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"
import { taskState } from "@/server/data/task-state"

/** Costs by the number of tasks, of which each row holds its own counts; never by the number of votes. */
export async function getProgress(access: ProjectAccess<"tasks:read">): Promise<ProjectProgress> {
  const [states, prompts] = await Promise.all([
    db().$queryRaw<{ state: TaskState; n: number; wanted: number; counted: number; taken: number }[]>`
      SELECT ${taskState} AS "state", count(*)::int AS "n", sum(t."overlap")::int AS "wanted",
        sum(t."counted")::int AS "counted", sum(t."taken")::int AS "taken"
      FROM "Task" t WHERE t."projectId" = ${access.projectId}::uuid GROUP BY 1`,
    db().prompt.count({ where: { projectId: access.projectId } }),
  ])
  const tasks = { open: 0, running: 0, done: 0, review: 0, retired: 0, gold: 0, total: 0 }
  const judgments = { wanted: 0, counted: 0, leased: 0 }
  for (const row of states) {
    tasks[row.state] = row.n
    tasks.total += row.n
    if (row.state === "retired" || row.state === "gold") continue
    judgments.wanted += row.wanted
    judgments.counted += row.counted
    judgments.leased += row.taken - row.counted
  }
  return { tasks, judgments, prompts }
}

/** One row per member and per former member who answered: most answers first. */
export async function listPersonProgress(
  access: ProjectAccess<"annotations:read">,
): Promise<PersonProgress[]> {
  const project = access.projectId
  return db().$queryRaw<PersonProgress[]>`
    WITH latest AS (
      SELECT a."annotatorId", a."createdAt", a."activeMs", ${annotationState} AS "state"
      FROM "Annotation" a JOIN "Assignment" s ON s."id" = a."assignmentId"
      WHERE a."projectId" = ${project}::uuid AND ${isLatest}
    ), answers AS (
      SELECT "annotatorId",
        count(*) FILTER (WHERE "state" = 'counted')::int AS "counted",
        count(*) FILTER (WHERE "state" = 'surplus')::int AS "surplus",
        count(*) FILTER (WHERE "state" = 'excluded')::int AS "excluded",
        count(*) FILTER (WHERE "state" = 'withdrawn')::int AS "withdrawn",
        count(*) FILTER (WHERE "state" = 'counted' AND "createdAt" > now() - interval '7 days')::int AS "lastWeek",
        count("activeMs") FILTER (WHERE "state" = 'counted')::int AS "timed",
        (percentile_cont(0.5) WITHIN GROUP (ORDER BY "activeMs") FILTER (WHERE "state" = 'counted') / 1000)::float8
          AS "medianSeconds",
        max("createdAt") AS "lastAt"
      FROM latest GROUP BY 1
    ), skips AS (
      SELECT "annotatorId", count(*)::int AS "skipped" FROM "Assignment"
      WHERE "projectId" = ${project}::uuid AND "state" = 'SKIPPED' GROUP BY 1
    )
    SELECT u."id" AS "userId", u."name", u."email", m."role"::text AS "role", m."pausedAt" IS NOT NULL AS "paused",
      coalesce(r."counted", 0) AS "counted", coalesce(r."surplus", 0) AS "surplus",
      coalesce(r."excluded", 0) AS "excluded", coalesce(r."withdrawn", 0) AS "withdrawn",
      coalesce(k."skipped", 0) AS "skipped", coalesce(r."lastWeek", 0) AS "lastWeek",
      r."medianSeconds", coalesce(r."timed", 0) AS "timed", r."lastAt"
    FROM "User" u
    LEFT JOIN "Membership" m ON m."userId" = u."id" AND m."projectId" = ${project}::uuid
    LEFT JOIN answers r ON r."annotatorId" = u."id"
    LEFT JOIN skips k ON k."annotatorId" = u."id"
    WHERE m."userId" IS NOT NULL OR r."annotatorId" IS NOT NULL OR k."annotatorId" IS NOT NULL
    ORDER BY "counted" DESC, lower(coalesce(nullif(u."name", ''), u."email")), u."id"`
}

/** Counted answers per day (UTC), the last `days` days, empty days included, oldest first. */
export async function listPace(access: ProjectAccess<"annotations:read">, days: number): Promise<PaceDay[]> {
  return db().$queryRaw<PaceDay[]>`
    WITH window_days AS (
      SELECT generate_series(
        date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => ${days - 1}::int),
        date_trunc('day', now() AT TIME ZONE 'UTC'), interval '1 day') AS "day"
    ), answers AS (
      SELECT date_trunc('day', a."createdAt" AT TIME ZONE 'UTC') AS "day", a."annotatorId"
      FROM "Annotation" a JOIN "Assignment" s ON s."id" = a."assignmentId"
      WHERE a."projectId" = ${access.projectId}::uuid
        AND a."createdAt" >= (SELECT min("day") FROM window_days) AT TIME ZONE 'UTC'
        AND ${isCounted}
    )
    SELECT to_char(d."day", 'YYYY-MM-DD') AS "day", count(r."annotatorId")::int AS "counted",
      count(DISTINCT r."annotatorId")::int AS "people"
    FROM window_days d LEFT JOIN answers r ON r."day" = d."day"
    GROUP BY d."day" ORDER BY d."day"`
}

/** Tasks on which counted answers differ: sharpest opposition first, then most answers. */
export async function listDifferingTasks(
  access: ProjectAccess<"annotations:read" | "results:read">,
  limit: number,
): Promise<{ rows: DifferingTask[]; total: number; judgedTwice: number }> {
  const project = access.projectId
  const [rows, judgedTwice] = await Promise.all([
    db().$queryRaw<(DifferingTask & { total: number })[]>`
      WITH differing AS MATERIALIZED (${differingPairs(project)})
      SELECT d."taskId", left(p."messages" -> -1 ->> 'content', 160) AS "prompt",
        d."a", d."b", d."tie", d."bothBad", d."votes", ma."key" AS "modelA", mb."key" AS "modelB",
        (SELECT count(DISTINCT "taskId")::int FROM differing) AS "total"
      FROM differing d
      JOIN "Task" t ON t."id" = d."taskId" JOIN "Prompt" p ON p."id" = t."promptId"
      JOIN "TaskCompletion" ta ON ta."taskId" = d."taskId" AND ta."position" = d."positionA"
      JOIN "Completion" ca ON ca."id" = ta."completionId" JOIN "Model" ma ON ma."id" = ca."modelId"
      JOIN "TaskCompletion" tb ON tb."taskId" = d."taskId" AND tb."position" = d."positionB"
      JOIN "Completion" cb ON cb."id" = tb."completionId" JOIN "Model" mb ON mb."id" = cb."modelId"
      ORDER BY least(d."a", d."b") DESC, d."votes" DESC, d."last" DESC, d."taskId"
      LIMIT ${limit}`,
    db().task.count({ where: { projectId: project, counted: { gte: 2 } } }),
  ])
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0, judgedTwice }
}
