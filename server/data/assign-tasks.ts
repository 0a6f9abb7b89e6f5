import { DiptychError } from "@/core/errors"
import type { TaskAssignment } from "@/core/queue/task-assignment"
import type { TaskQuery } from "@/core/lists/task-query"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import { settleFreed } from "@/server/data/free-slots"
import { onPrisma } from "@/server/data/run-sql"
import { settleOverlap } from "@/server/data/settle-overlap"
import { taskConditions } from "@/server/data/tasks-list"

/**
 * Sets who gets the tasks that a filter shows, how many answers they want and when they come: all of
 * them, or none. Leases that people hold already stay theirs. Answers how many tasks that were.
 */
export async function assignTasks(
  access: ProjectAccess<"tasks:update" | "tasks:read" | "results:read">,
  query: TaskQuery,
  change: TaskAssignment,
): Promise<{ tasks: number }> {
  const { projectId } = access
  return db().$transaction(
    async (tx) => {
      // One after another with changes of the settings, which decide the overlap too.
      await tx.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR NO KEY UPDATE`
      if (change.people) await requireMembers(tx, projectId, change.people)
      const where = Prisma.join(taskConditions(projectId, query), " AND ")
      await tx.$executeRaw`CREATE TEMP TABLE chosen_task ON COMMIT DROP AS
        SELECT t."id" FROM "Task" t JOIN "Prompt" p ON p."id" = t."promptId" WHERE ${where}`
      const [{ count: tasks }] = await tx.$queryRaw<
        [{ count: number }]
      >`SELECT count(*)::int FROM chosen_task`
      if (tasks > 0) await apply(tx, projectId, change)
      await writeAudit(tx, {
        actor: access.actor,
        projectId,
        action: "tasks:assign",
        subjectType: "Project",
        subjectId: projectId,
        after: { filter: query, change, tasks },
      })
      return { tasks }
    },
    { timeout: 120_000 },
  )
}

async function apply(tx: Tx, projectId: string, change: TaskAssignment): Promise<void> {
  const sets = [
    ...(change.cohort === undefined ? [] : [Prisma.sql`"cohort" = ${change.cohort}`]),
    ...(change.priority === undefined ? [] : [Prisma.sql`"priority" = ${change.priority}::int`]),
    ...(change.overlap === undefined ? [] : [Prisma.sql`"ownOverlap" = ${change.overlap}::int`]),
  ]
  if (sets.length > 0) {
    await tx.$executeRaw`UPDATE "Task" t SET ${Prisma.join(sets)} FROM chosen_task c WHERE c."id" = t."id"`
  }
  if (change.people) {
    await tx.$executeRaw`DELETE FROM "TaskAssignee" a USING chosen_task c WHERE c."id" = a."taskId"`
    await tx.$executeRaw`INSERT INTO "TaskAssignee" ("taskId", "userId")
      SELECT c."id", u."id" FROM chosen_task c, unnest(${[...change.people]}::uuid[]) AS u("id")`
  }
  if (change.overlap === undefined) return
  const run = onPrisma(tx)
  await settleOverlap(run, projectId, null)
  const open = await run<{ id: string }>(
    Prisma.sql`SELECT t."id" FROM "Task" t JOIN chosen_task c ON c."id" = t."id"
      WHERE t."open" AND EXISTS (SELECT 1 FROM "Annotation" a WHERE a."taskId" = t."id" AND a."status" = 'SURPLUS')`,
  )
  await settleFreed(
    run,
    projectId,
    open.map((task) => task.id),
  )
}

async function requireMembers(tx: Tx, projectId: string, people: readonly string[]): Promise<void> {
  const members = await tx.membership.count({ where: { projectId, userId: { in: [...people] } } })
  if (members === new Set(people).size) return
  throw new DiptychError("INVALID_INPUT", "One of these people is no member of this project any more.", {
    fields: { people: ["Choose members of this project."] },
  })
}

/** What the form offers: cohorts that members have, and the members. */
export async function getAssignmentChoices(access: ProjectAccess<"tasks:update" | "members:read">) {
  const members = await db().membership.findMany({
    where: { projectId: access.projectId, user: { disabledAt: null } },
    select: { userId: true, cohort: true, user: { select: { name: true, email: true } } },
    orderBy: { createdAt: "asc" },
    take: 500,
  })
  const cohorts = [...new Set(members.flatMap((member) => member.cohort ?? []))].toSorted()
  return {
    cohorts,
    people: members.map(({ userId, user }) => ({ userId, name: user.name || user.email })),
  }
}
