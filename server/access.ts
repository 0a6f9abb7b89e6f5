import { DiptychError } from "@/core/errors"
import type { InstancePermission, Permission, ProjectRole } from "@/core/permissions"
import { instanceRolePermissions, permissions, rolePermissions } from "@/core/permissions"
import type { Actor } from "@/server/actor"
import { findMembership, findProjectBySlug } from "@/server/data/find-membership"

declare const granted: unique symbol

/**
 * Proof that a permission was checked, for one project. Every data function takes one first, so a
 * forgotten check does not compile. Only this file makes one. More permissions fit where fewer are
 * asked for, never the other way round (the brand is contravariant).
 */
export type ProjectAccess<P extends Permission> = Readonly<{
  projectId: string
  slug: string
  /** Null on the command line. */
  userId: string | null
  role: ProjectRole
  actor: Actor
  [granted]: (permission: P) => void
}>

/** The same for the instance. */
export type InstanceAccess<P extends InstancePermission> = Readonly<{
  userId: string | null
  actor: Actor
  [granted]: (permission: P) => void
}>

/**
 * Not a member: NOT_FOUND, so that nobody learns which projects exist. A member without the
 * permission: FORBIDDEN. The owner of the instance has every permission in every project.
 * The role is read here, at each request.
 */
export async function requireProjectAccess<const P extends Permission>(
  actor: Actor,
  slug: string,
  ...wanted: readonly [P, ...P[]]
): Promise<ProjectAccess<P>> {
  const project = await findProjectBySlug(slug)
  const role = project && (await roleOf(actor, project.id))
  if (!project || !role) throw new DiptychError("NOT_FOUND", `There is no project "${slug}" here for you.`)
  const missing = wanted.find((permission) => !rolePermissions[role].includes(permission))
  if (missing)
    throw new DiptychError("FORBIDDEN", "Your role in this project does not allow that.", { missing })
  const outside = wanted.find((permission) => !inScope(actor, permission))
  if (outside)
    throw new DiptychError("FORBIDDEN", `This key is not for that: it lacks the scope ${outside}.`, {
      missing: outside,
    })
  const userId = actor.kind === "cli" ? null : actor.userId
  return { projectId: project.id, slug: project.slug, userId, role, actor } as ProjectAccess<P>
}

/** Which of all permissions the person has: for deciding what a page offers, never instead of a check. */
export function permissionsOf(access: ProjectAccess<never>): readonly Permission[] {
  return permissions.filter((permission) => rolePermissions[access.role].includes(permission))
}

export function requireInstanceAccess<const P extends InstancePermission>(
  actor: Actor,
  wanted: P,
): InstanceAccess<P> {
  if (actor.kind !== "cli" && !instanceRolePermissions[actor.instanceRole].includes(wanted)) {
    throw new DiptychError("FORBIDDEN", "Only the owner of this instance can do that.")
  }
  if (!inScope(actor, wanted) || (actor.kind === "api-key" && actor.projectId !== null)) {
    throw new DiptychError("FORBIDDEN", "This key does not allow that.", { missing: wanted })
  }
  return { userId: actor.kind === "cli" ? null : actor.userId, actor } as InstanceAccess<P>
}

/** People and the command line may what their role allows; a key only what it was made for besides. */
function inScope(actor: Actor, permission: Permission | InstancePermission): boolean {
  return actor.kind !== "api-key" || actor.scopes.includes(permission)
}

async function roleOf(actor: Actor, projectId: string): Promise<ProjectRole | undefined> {
  if (actor.kind === "api-key" && actor.projectId !== null && actor.projectId !== projectId) return undefined
  if (actor.kind === "cli" || actor.instanceRole === "OWNER") return "OWNER"
  return (await findMembership(projectId, actor.userId))?.role
}
