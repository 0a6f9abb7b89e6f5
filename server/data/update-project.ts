import { DiptychError } from "@/core/errors"
import type { ProjectSettings } from "@/core/project-settings"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db, type Tx } from "@/server/data/db"
import { setDoubleJudged } from "@/server/data/double-judged"
import { onPrisma } from "@/server/data/run-sql"
import { settleOverlap } from "@/server/data/settle-overlap"

/** `tasksAbove`: could not be lowered as far as asked yet, since they hold more answers and leases. */
export type SettingsOutcome = { tasksChanged: number; tasksAbove: number }

/**
 * Settings, the share judged twice, the overlap of every task, and the audit row: all or nothing. What
 * was taken stays taken; tasks open and close with what they want now.
 */
export async function updateProjectSettings(
  access: ProjectAccess<"project:update">,
  next: ProjectSettings,
): Promise<SettingsOutcome> {
  return db().$transaction(
    async (tx) => {
      const run = onPrisma(tx)
      const before = await readSettings(tx, access.projectId)
      await tx.project.update({ where: { id: access.projectId }, data: next })
      if (before.doubleShare !== next.doubleShare) await setDoubleJudged(run, access.projectId)
      const outcome = overlapFields.some((field) => before[field] !== next[field])
        ? await settleOverlap(run, access.projectId, null)
        : { tasksChanged: 0, tasksAbove: 0 }
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

/** Settings on which the overlap of tasks depends. */
const overlapFields = ["overlap", "doubleShare", "adaptiveCap", "adaptiveTarget"] as const

/** Whatever core/project-settings.ts names. */
export const settingFields = {
  name: true,
  description: true,
  overlap: true,
  leaseAhead: true,
  skipLimit: true,
  breakAfterMin: true,
  blurContent: true,
  doubleShare: true,
  goldRate: true,
  repeatRate: true,
  adaptiveCap: true,
  adaptiveTarget: true,
} as const satisfies Record<keyof ProjectSettings, true>

async function readSettings(tx: Tx, projectId: string): Promise<ProjectSettings> {
  const project = await tx.project.findUnique({
    where: { id: projectId },
    select: settingFields,
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
