import type { ProjectAccess } from "@/server/access"
import { isCounted } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"

/** Flags on counted answers by type, most first. Costs by the flags there are. */
export async function countFlags(
  access: ProjectAccess<"results:read">,
): Promise<{ type: string; n: number }[]> {
  return db().$queryRaw<{ type: string; n: number }[]>`
    SELECT f."type", count(*)::int AS "n" FROM "Flag" f JOIN "Annotation" a ON a."id" = f."annotationId"
    JOIN "Assignment" s ON s."id" = a."assignmentId"
    WHERE a."projectId" = ${access.projectId}::uuid AND ${isCounted} GROUP BY f."type" ORDER BY 2 DESC, f."type" COLLATE "C"`
}
