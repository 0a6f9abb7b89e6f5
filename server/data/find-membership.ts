import { db, pool } from "@/server/data/db"

// Used by server/access.ts before there is a capability to ask for.

/** Plain SQL: exports and imports of the command line need nothing of Prisma, whose engine takes 80 MB. */
export async function findProjectBySlug(slug: string): Promise<{ id: string; slug: string } | null> {
  const { rows } = await pool().query<{ id: string; slug: string }>(
    `SELECT "id", "slug" FROM "Project" WHERE "slug" = $1`,
    [slug],
  )
  return rows[0] ?? null
}

export async function findMembership(projectId: string, userId: string) {
  return db().membership.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: { role: true, cohort: true, pausedAt: true },
  })
}
