import { getStartOf } from "@/server/data/users"

/**
 * Where a person starts. Nothing stands between an annotator of one project and the first task;
 * everybody else chooses a project.
 */
export async function landingPath(userId: string): Promise<string> {
  const { role, memberships } = await getStartOf(userId)
  const [first, ...more] = memberships
  if (role === "MEMBER" && first?.role === "ANNOTATOR" && more.length === 0) {
    return `/annotate/${first.project.slug}`
  }
  return "/projects"
}
