import { groupBy } from "@/core/group-by"
import type { OverlapRule, PairVotes } from "@/core/queue/overlap-rule"
import { wantedOverlap } from "@/core/queue/overlap-rule"
import { Prisma } from "@/prisma/client/client"
import { isCounted } from "@/server/data/counted-annotations"
import type { Run } from "@/server/data/run-sql"
import { setWanted } from "@/server/data/task-slots"

/** Tasks that want another number now, and those of them that cannot be lowered so far yet. */
export type SettleOutcome = { readonly tasksChanged: number; readonly tasksAbove: number }

/**
 * Brings the overlap of tasks to what the project's settings, their own overlap and their votes ask for
 * (core/queue/overlap-rule.ts): all tasks of the project, or those given. Tasks open and close with it,
 * never beneath what is taken. Retired tasks keep theirs; tasks in review, ruled or gold change and stay
 * closed. Call it inside the transaction of the change, with the project's row or the tasks locked.
 */
export async function settleOverlap(
  run: Run,
  projectId: string,
  taskIds: readonly string[] | null,
): Promise<SettleOutcome> {
  const rule = await readRule(run, projectId)
  const which =
    taskIds === null
      ? Prisma.sql`t."projectId" = ${projectId}::uuid`
      : Prisma.sql`t."projectId" = ${projectId}::uuid AND t."id" = ANY (${taskIds}::uuid[])`
  const adapts =
    rule.adaptiveCap === null
      ? Prisma.sql`false`
      : Prisma.sql`(t."kind" = 'PAIRWISE' AND NOT t."doubleJudged" AND t."ownOverlap" IS NULL)`
  const wanted = Prisma.sql`greatest(coalesce(t."ownOverlap", ${rule.overlap}::int), CASE WHEN t."doubleJudged" THEN 2 ELSE 1 END)`
  const changed = [
    await setWhere(run, wanted, Prisma.sql`${which} AND NOT ${adapts}`),
    rule.adaptiveCap === null ? none : await settleAdaptive(run, rule, Prisma.sql`${which} AND ${adapts}`),
  ]
  return changed.reduce((sum, one) => ({
    tasksChanged: sum.tasksChanged + one.tasksChanged,
    tasksAbove: sum.tasksAbove + one.tasksAbove,
  }))
}

const none: SettleOutcome = { tasksChanged: 0, tasksAbove: 0 }

async function readRule(run: Run, projectId: string): Promise<OverlapRule> {
  const [rule] = await run<OverlapRule>(Prisma.sql`
    SELECT p."overlap", p."adaptiveCap", p."adaptiveTarget", CASE WHEN (
      SELECT v."allowTie" OR v."allowBothBad" FROM "ProtocolVersion" v
      WHERE v."projectId" = p."id" ORDER BY v."version" DESC LIMIT 1) THEN 3 ELSE 2 END AS "answers"
    FROM "Project" p WHERE p."id" = ${projectId}::uuid`)
  if (!rule) throw new Error(`No project ${projectId}.`)
  return rule
}

/** Untouched tasks start at one; the others by their votes, which are few different ones: 3 to 1, 2 to 0, … */
async function settleAdaptive(run: Run, rule: OverlapRule, which: Prisma.Sql): Promise<SettleOutcome> {
  const outcomes = [await setWhere(run, Prisma.sql`1`, Prisma.sql`${which} AND t."counted" = 0`)]
  // Locked first: the votes read next are those that the counts will be set by.
  await run(Prisma.sql`SELECT count(*) FROM (
    SELECT 1 FROM "Task" t WHERE ${which} AND t."counted" > 0 ORDER BY t."id" FOR NO KEY UPDATE) x`)
  const votes = await run<{ id: string; votes: string; counted: number }>(Prisma.sql`
    SELECT t."id", t."counted", concat_ws(' ', count(*) FILTER (WHERE v."preference" = 'A'),
      count(*) FILTER (WHERE v."preference" = 'B'), count(*) FILTER (WHERE v."preference" = 'TIE'),
      count(*) FILTER (WHERE v."annotationId" IS NOT NULL AND v."preference" IS NULL)) AS "votes"
    FROM "Task" t LEFT JOIN LATERAL (
      SELECT a."id" AS "annotationId", c."preference" FROM "Annotation" a
      JOIN "Assignment" s ON s."id" = a."assignmentId"
      LEFT JOIN "Comparison" c ON c."annotationId" = a."id" AND c."criterion" = 'overall'
        AND c."positionA" = 0 AND c."positionB" = 1
      WHERE a."taskId" = t."id" AND ${isCounted}
    ) v ON true
    WHERE ${which} AND t."counted" > 0 GROUP BY t."id", t."counted"`)
  for (const [wanted, tasks] of groupBy(votes, (row) => wantedOf(rule, row))) {
    const ids = tasks.map((task) => task.id)
    outcomes.push(await setWhere(run, Prisma.sql`${wanted}::int`, Prisma.sql`t."id" = ANY (${ids}::uuid[])`))
  }
  return outcomes.reduce((sum, one) => ({
    tasksChanged: sum.tasksChanged + one.tasksChanged,
    tasksAbove: sum.tasksAbove + one.tasksAbove,
  }))
}

function wantedOf(rule: OverlapRule, row: { votes: string; counted: number }): number {
  const [a = 0, b = 0, tie = 0, notRankable = 0] = row.votes.split(" ").map(Number)
  const votes: PairVotes = [a, b, tie, notRankable]
  const given = a + b + tie + notRankable
  const task = { kind: "PAIRWISE", doubleJudged: false, ownOverlap: null } as const
  // An excluded answer that still holds its slot is no vote, but it is on the quota.
  return Math.max(1, wantedOverlap(rule, task, votes) + row.counted - given)
}

async function setWhere(run: Run, wanted: Prisma.Sql, which: Prisma.Sql): Promise<SettleOutcome> {
  const [row] = await run<{ changed: number; above: number }>(Prisma.sql`
    WITH changed AS (
      UPDATE "Task" t SET ${setWanted(wanted)}
      WHERE ${which} AND t."status" <> 'RETIRED' AND coalesce(t."lowerTo", t."overlap") <> ${wanted}
      RETURNING t."lowerTo" IS NOT NULL AS "above"
    ) SELECT count(*)::int AS "changed", (count(*) FILTER (WHERE "above"))::int AS "above" FROM changed`)
  return { tasksChanged: row?.changed ?? 0, tasksAbove: row?.above ?? 0 }
}
