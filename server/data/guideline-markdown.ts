import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"

/** One version of the guidelines as it was written; undefined where there is none. */
export async function findGuidelineMarkdown(
  access: ProjectAccess<"annotations:create">,
  version: number,
): Promise<string | undefined> {
  const found = await db().guideline.findUnique({
    where: { projectId_version: { projectId: access.projectId, version } },
    select: { markdown: true },
  })
  return found?.markdown
}
