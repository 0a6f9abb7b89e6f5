import type { ProjectProgress, PersonProgress, PaceDay, DifferingTask } from "@/core/lists/progress-rows"
import type { TaskState } from "@/core/lists/task-query"
import type { ProjectAccess } from "@/server/access"
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

/**
 * One row per member and per former member who answered: most answers first. Out of the counts of the dashboard
 * (server/data/rollup), a second behind what was committed; skips by their index.
 */
export async function listPersonProgress(
  access: ProjectAccess<"annotations:read">,
): Promise<PersonProgress[]> {
  const project = access.projectId
  return db().$queryRaw<PersonProgress[]>`
    WITH work AS (
      SELECT w."personId", sum(w."answers")::int AS "counted", sum(w."timed")::int AS "timed",
        (sum(w."activeMs") / nullif(sum(w."timed"), 0) / 1000)::float8 AS "seconds", max(w."day")::text AS "lastDay",
        coalesce(sum(w."answers") FILTER (WHERE w."day" > (now() AT TIME ZONE 'UTC')::date - 7), 0)::int AS "lastWeek"
      FROM "RollupWork" w JOIN "RollupGroup" g ON g."id" = w."groupId"
      WHERE g."projectId" = ${project}::uuid AND g."criterion" = '' GROUP BY 1
    ), fates AS (
      SELECT f."personId", coalesce(sum(f."answers") FILTER (WHERE f."fate" = 'surplus'), 0)::int AS "surplus",
        coalesce(sum(f."answers") FILTER (WHERE f."fate" = 'excluded'), 0)::int AS "excluded",
        coalesce(sum(f."answers") FILTER (WHERE f."fate" = 'withdrawn'), 0)::int AS "withdrawn"
      FROM "RollupFateCount" f JOIN "RollupPerson" p ON p."id" = f."personId" WHERE p."projectId" = ${project}::uuid GROUP BY 1
    ), skips AS (
      SELECT "annotatorId", count(*)::int AS "skipped" FROM "Assignment"
      WHERE "projectId" = ${project}::uuid AND "state" = 'SKIPPED' GROUP BY 1
    )
    SELECT u."id" AS "userId", u."name", u."email", m."role"::text AS "role", m."pausedAt" IS NOT NULL AS "paused",
      coalesce(w."counted", 0) AS "counted", coalesce(f."surplus", 0) AS "surplus",
      coalesce(f."excluded", 0) AS "excluded", coalesce(f."withdrawn", 0) AS "withdrawn",
      coalesce(k."skipped", 0) AS "skipped", coalesce(w."lastWeek", 0) AS "lastWeek",
      w."seconds", coalesce(w."timed", 0) AS "timed", w."lastDay"
    FROM "User" u
    LEFT JOIN "Membership" m ON m."userId" = u."id" AND m."projectId" = ${project}::uuid
    LEFT JOIN "RollupPerson" p ON p."userId" = u."id" AND p."projectId" = ${project}::uuid
    LEFT JOIN work w ON w."personId" = p."id"
    LEFT JOIN fates f ON f."personId" = p."id"
    LEFT JOIN skips k ON k."annotatorId" = u."id"
    WHERE m."userId" IS NOT NULL OR p."userId" IS NOT NULL OR k."annotatorId" IS NOT NULL
    ORDER BY "counted" DESC, lower(coalesce(nullif(u."name", ''), u."email")), u."id"`
}

/** Counted answers per day (UTC), the last `days` days, empty days included, oldest first. */
export async function listPace(access: ProjectAccess<"annotations:read">, days: number): Promise<PaceDay[]> {
  return db().$queryRaw<PaceDay[]>`
    WITH window_days AS (
      SELECT (generate_series(0, ${days - 1}::int) + (now() AT TIME ZONE 'UTC')::date - ${days - 1}::int) AS "day"
    ), work AS (
      SELECT w."day", w."personId", sum(w."answers")::int AS "answers"
      FROM "RollupGroup" g JOIN "RollupWork" w ON w."groupId" = g."id" AND w."day" >= (SELECT min("day") FROM window_days)
      WHERE g."projectId" = ${access.projectId}::uuid AND g."criterion" = '' GROUP BY 1, 2
    )
    SELECT to_char(d."day", 'YYYY-MM-DD') AS "day", coalesce(sum(w."answers"), 0)::int AS "counted",
      count(w."personId")::int AS "people"
    FROM window_days d LEFT JOIN work w ON w."day" = d."day"
    GROUP BY d."day" ORDER BY d."day"`
}

/** Tasks on which counted answers differ: sharpest opposition first, then most answers. */
export async function listDifferingTasks(
  access: ProjectAccess<"annotations:read" | "results:read">,
  limit: number,
): Promise<{ rows: DifferingTask[]; total: number; judgedTwice: number }> {
  const project = access.projectId
  const [rows, state] = await Promise.all([
    db().$queryRaw<DifferingTask[]>`
      SELECT d."taskId", coalesce(left(p."messages" -> -1 ->> 'content', 160), '') AS "prompt",
        d."a", d."b", d."tie", d."bad" AS "bothBad", d."votes", ma."key" AS "modelA", mb."key" AS "modelB"
      FROM (SELECT * FROM "RollupDiffer" WHERE "projectId" = ${project}::uuid
        ORDER BY "split" DESC, "votes" DESC, "last" DESC, "taskId" LIMIT ${limit}) d
      JOIN "Task" t ON t."id" = d."taskId" JOIN "Prompt" p ON p."id" = t."promptId"
      JOIN "TaskCompletion" ta ON ta."taskId" = d."taskId" AND ta."position" = d."positionA"
      JOIN "Completion" ca ON ca."id" = ta."completionId" JOIN "Model" ma ON ma."id" = ca."modelId"
      JOIN "TaskCompletion" tb ON tb."taskId" = d."taskId" AND tb."position" = d."positionB"
      JOIN "Completion" cb ON cb."id" = tb."completionId" JOIN "Model" mb ON mb."id" = cb."modelId"
      ORDER BY d."split" DESC, d."votes" DESC, d."last" DESC, d."taskId"`,
    db().rollupState.findUnique({
      where: { projectId: project },
      select: { twice: true, differing: true },
    }),
  ])
  return { rows, total: state?.differing ?? 0, judgedTwice: state?.twice ?? 0 }
}
