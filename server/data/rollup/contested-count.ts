import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"

/** Contested tasks as of their last look (the page of rulings brings them up to date). */
export async function countContestedTasks(access: ProjectAccess<"results:read">): Promise<number> {
  const rows = await db().contestedPair.groupBy({ by: ["taskId"], where: { projectId: access.projectId } })
  return rows.length
}
