/** Who may do what, as data. tests/ holds a snapshot of it, so that every change of it is seen. */

export const projectRoles = ["OWNER", "ADMIN", "REVIEWER", "ANNOTATOR"] as const
export type ProjectRole = (typeof projectRoles)[number]

export const instanceRoles = ["OWNER", "MEMBER"] as const
export type InstanceRole = (typeof instanceRoles)[number]

/** `resource:action` within one project. */
export const permissions = [
  "project:read",
  "project:update",
  "project:delete",
  "guidelines:update",
  "members:read",
  "members:update",
  "prompts:read",
  "prompts:update",
  "imports:create",
  "tasks:read",
  "tasks:update",
  "annotations:create",
  "annotations:read",
  "annotations:exclude",
  "adjudications:create",
  "questions:answer",
  "results:read",
  "exports:create",
  "audit:read",
] as const
export type Permission = (typeof permissions)[number]

const annotator = ["project:read", "annotations:create"] as const satisfies Permission[]
const reviewer = [
  ...annotator,
  "prompts:read",
  "tasks:read",
  "annotations:read",
  "adjudications:create",
  "questions:answer",
  "results:read",
] as const satisfies Permission[]
const admin = [
  ...reviewer,
  "project:update",
  "guidelines:update",
  "members:read",
  "members:update",
  "prompts:update",
  "imports:create",
  "tasks:update",
  "annotations:exclude",
  "exports:create",
  "audit:read",
] as const satisfies Permission[]

export const rolePermissions: Readonly<Record<ProjectRole, readonly Permission[]>> = {
  ANNOTATOR: annotator,
  REVIEWER: reviewer,
  ADMIN: admin,
  OWNER: [...admin, "project:delete"],
}

/** `resource:action` in the instance, outside any project. */
export const instancePermissions = ["instance:manage", "projects:create", "users:manage"] as const
export type InstancePermission = (typeof instancePermissions)[number]

export const instanceRolePermissions: Readonly<Record<InstanceRole, readonly InstancePermission[]>> = {
  OWNER: instancePermissions,
  MEMBER: [],
}

/** Which roles someone may give to others, and whose membership they may change: an admin makes no owner. */
export const manageableRoles: Readonly<Record<ProjectRole, readonly ProjectRole[]>> = {
  OWNER: projectRoles,
  ADMIN: ["ADMIN", "REVIEWER", "ANNOTATOR"],
  REVIEWER: [],
  ANNOTATOR: [],
}

export function canManageRole(own: ProjectRole, role: ProjectRole): boolean {
  return manageableRoles[own].includes(role)
}
