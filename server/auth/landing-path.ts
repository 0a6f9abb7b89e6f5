import type { UserActor } from "@/server/actor"
import { listOwnMemberships } from "@/server/data/users"

/**
 * Where a person starts. Nothing stands between an annotator of one project and the first task;
 * everybody else chooses a project.
 */
export async function landingPath(actor: UserActor): Promise<string> {
  if (actor.instanceRole === "OWNER") return "/projects"
  const [first, ...more] = await listOwnMemberships(actor)
  if (first?.role === "ANNOTATOR" && more.length === 0) return `/annotate/${first.project.slug}`
  return "/projects"
}
