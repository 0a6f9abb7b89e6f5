import { DiptychError } from "@/core/errors"
import type { RulingSettings } from "@/core/adjudication/settings"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db } from "@/server/data/db"

const fields = { contestedBelow: true, rulingReason: true, rulingByVoters: true } as const

/** How a project rules. */
export async function getRulingSettings(
  access: ProjectAccess<"adjudications:create">,
): Promise<RulingSettings> {
  const project = await db().project.findUnique({ where: { id: access.projectId }, select: fields })
  if (!project) throw new DiptychError("NOT_FOUND", "This project is gone.")
  return project
}

export async function updateRulingSettings(
  access: ProjectAccess<"project:update">,
  next: RulingSettings,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const before = await tx.project.findUniqueOrThrow({ where: { id: access.projectId }, select: fields })
    await tx.project.update({ where: { id: access.projectId }, data: next })
    await writeAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: "project:update",
      subjectType: "Project",
      subjectId: access.projectId,
      before,
      after: next,
    })
  })
}
