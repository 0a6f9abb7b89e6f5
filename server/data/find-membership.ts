import { db } from "@/server/data/db"

// Used by server/access.ts before there is a capability to ask for.

export async function findProjectBySlug(slug: string) {
  return db().project.findUnique({ where: { slug }, select: { id: true, slug: true } })
}

export async function findMembership(projectId: string, userId: string) {
  return db().membership.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: { role: true, cohort: true, pausedAt: true },
  })
}
