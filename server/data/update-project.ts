import { DiptychError } from "@/core/errors"
import type { ProjectSettings } from "@/core/project-settings"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db, type Tx } from "@/server/data/db"

/** Tasks whose overlap could not be lowered as far as asked: they hold more answers and leases already. */
export type SettingsOutcome = { tasksChanged: number; tasksAbove: number }

/** Settings, the overlap of every task, and the audit row: all or nothing. */
export async function updateProjectSettings(
  access: ProjectAccess<"project:update">,
  next: ProjectSettings,
): Promise<SettingsOutcome> {
  return db().$transaction(
    async (tx) => {
      const before = await readSettings(tx, access.projectId)
      await tx.project.update({ where: { id: access.projectId }, data: next })
      const outcome =
        before.overlap === next.overlap
          ? { tasksChanged: 0, tasksAbove: 0 }
          : await setTaskOverlap(tx, access.projectId, next.overlap)
      const changed = differences(before, next)
      if (Object.keys(changed.after).length > 0) {
        await writeAudit(tx, {
          actor: access.actor,
          projectId: access.projectId,
          action: "project:update",
          subjectType: "Project",
          subjectId: access.projectId,
          ...changed,
        })
      }
      return outcome
    },
    { timeout: 60_000 },
  )
}

/**
 * One statement, so that at no moment a task is over its quota: overlap = what is asked for, but never
 * below what is taken (answers and live leases), nor below 2 on the permanently double-judged share.
 * PostgreSQL re-reads a row that a submit holds before it computes the new values. Retired tasks keep
 * theirs; tasks in review change but stay closed.
 */
async function setTaskOverlap(tx: Tx, projectId: string, overlap: number): Promise<SettingsOutcome> {
  const tasksChanged = await tx.$executeRaw`
    UPDATE "Task" SET
      "overlap" = greatest(${overlap}::int, "taken", CASE WHEN "doubleJudged" THEN 2 ELSE 1 END),
      "remaining" = greatest(${overlap}::int, "taken", CASE WHEN "doubleJudged" THEN 2 ELSE 1 END) - "taken",
      "open" = "status" = 'ACTIVE'
        AND greatest(${overlap}::int, "taken", CASE WHEN "doubleJudged" THEN 2 ELSE 1 END) > "taken"
    WHERE "projectId" = ${projectId}::uuid AND "status" <> 'RETIRED'
      AND "overlap" <> greatest(${overlap}::int, "taken", CASE WHEN "doubleJudged" THEN 2 ELSE 1 END)`
  const tasksAbove = await tx.task.count({
    where: { projectId, status: { not: "RETIRED" }, doubleJudged: false, overlap: { gt: overlap } },
  })
  return { tasksChanged, tasksAbove }
}

async function readSettings(tx: Tx, projectId: string): Promise<ProjectSettings> {
  const project = await tx.project.findUnique({
    where: { id: projectId },
    select: {
      name: true,
      description: true,
      overlap: true,
      leaseAhead: true,
      skipLimit: true,
      breakAfterMin: true,
      blurContent: true,
    },
  })
  if (!project) throw new DiptychError("NOT_FOUND", "This project is gone.")
  return project
}

function differences(before: ProjectSettings, after: ProjectSettings) {
  const keys = (Object.keys(after) as (keyof ProjectSettings)[]).filter((key) => before[key] !== after[key])
  const pick = (from: ProjectSettings) => Object.fromEntries(keys.map((key) => [key, from[key]]))
  return { before: pick(before), after: pick(after) }
}

/** Archived: everything can be read and exported, nobody gets a task. Reversible. */
export async function setProjectArchived(
  access: ProjectAccess<"project:update">,
  archived: boolean,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.project.updateMany({
      where: { id: access.projectId, archivedAt: archived ? null : { not: null } },
      data: { archivedAt: archived ? new Date() : null },
    })
    if (count === 0) return
    await writeAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: archived ? "project:archive" : "project:restore",
      subjectType: "Project",
      subjectId: access.projectId,
    })
  })
}
