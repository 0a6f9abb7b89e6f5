import { DiptychError } from "@/core/errors"
import type { Adjudicator } from "@/server/data/adjudication/adjudicator"
import { db } from "@/server/data/db"

export async function getTaskKind(who: Adjudicator, taskId: string) {
  const task = await db().task.findFirst({
    where: { id: taskId, projectId: who.projectId },
    select: { kind: true },
  })
  if (!task) throw new DiptychError("NOT_FOUND", "There is no such task in this project.")
  return task.kind
}
