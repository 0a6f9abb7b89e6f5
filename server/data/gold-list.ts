import { groupBy } from "@/core/group-by"
import type { GoldRow } from "@/core/lists/gold-row"
import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { listGoldVerdicts } from "@/server/data/gold-answers"
import { wilsonInterval } from "@/stats/intervals/wilson"

type Row = Omit<GoldRow, "answered" | "right" | "interval">

/** Every gold task, those in force first, the worst share right first, with how people did on it. */
export async function listGold(access: ProjectAccess<"tasks:read" | "results:read">): Promise<GoldRow[]> {
  const [rows, verdicts] = await Promise.all([
    db().$queryRaw<Row[]>`
      SELECT g."taskId", left(p."messages" -> -1 ->> 'content', 240) AS "prompt", g."preference", g."bothBad", g."answer", g."reason",
        g."part", g."retiredAt", g."retiredReason",
        (SELECT count(*)::int FROM "Assignment" s WHERE s."taskId" = g."taskId" AND s."purpose" = 'GOLD'
          AND s."state" = 'SKIPPED') AS "skipped",
        ARRAY(SELECT m."key" FROM "TaskCompletion" tc
          JOIN "Completion" c ON c."id" = tc."completionId" JOIN "Model" m ON m."id" = c."modelId"
          WHERE tc."taskId" = g."taskId" ORDER BY tc."position") AS "models"
      FROM "Gold" g JOIN "Task" t ON t."id" = g."taskId" JOIN "Prompt" p ON p."id" = t."promptId"
      WHERE t."projectId" = ${access.projectId}::uuid
      ORDER BY g."retiredAt" IS NOT NULL, g."createdAt", g."taskId"`,
    listGoldVerdicts(access, null),
  ])
  const verdictsOf = groupBy(verdicts, (verdict) => verdict.taskId)
  return rows
    .map((row) => {
      const own = verdictsOf.get(row.taskId) ?? []
      const right = own.filter((verdict) => verdict.right).length
      const interval = wilsonInterval(right, own.length)
      return { ...row, answered: own.length, right, interval: interval.defined ? interval.value : null }
    })
    .toSorted(
      (a, b) =>
        Number(a.retiredAt !== null) - Number(b.retiredAt !== null) ||
        (a.interval?.high ?? 1) - (b.interval?.high ?? 1),
    )
}
