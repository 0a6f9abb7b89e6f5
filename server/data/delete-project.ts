import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db } from "@/server/data/db"

/**
 * The project with everything in it, for good; its audit rows stay. The one place besides erasure that
 * may remove append-only rows, which it says in its transaction. Judgments and texts go first: their
 * keys to protocols, guidelines and models refuse otherwise.
 */
export async function deleteProject(access: ProjectAccess<"project:delete">): Promise<void> {
  const { projectId, slug, actor } = access
  await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL diptych.erasing = 'on'`
      const annotations = await tx.annotation.deleteMany({ where: { projectId } })
      const tasks = await tx.task.deleteMany({ where: { projectId } })
      const completions = await tx.completion.deleteMany({ where: { projectId } })
      const prompts = await tx.prompt.deleteMany({ where: { projectId } })
      await tx.project.delete({ where: { id: projectId } })
      await writeAudit(tx, {
        actor,
        projectId,
        action: "project:delete",
        subjectType: "Project",
        subjectId: projectId,
        before: {
          slug,
          annotations: annotations.count,
          tasks: tasks.count,
          completions: completions.count,
          prompts: prompts.count,
        },
      })
    },
    { timeout: 300_000 },
  )
}
