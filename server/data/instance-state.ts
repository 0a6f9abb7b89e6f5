import { db } from "@/server/data/db"

/** For the start of the app only, before anybody can be signed in. */
export async function getInstanceState() {
  const [owner, project] = await Promise.all([
    db().user.findFirst({
      where: { role: "OWNER", disabledAt: null },
      orderBy: { createdAt: "asc" },
      select: { email: true },
    }),
    db().project.findFirst({ where: { slug: { not: "sample" } }, select: { id: true } }),
  ])
  return { owner: owner?.email ?? null, hasOwnProjects: project !== null }
}
