import type { InstancePermission, Permission } from "@/core/permissions"

/** What a key can be made for, in the words of the settings page. A key never has more than its person. */
export const apiScopes = {
  "project:read": "Read the project itself",
  "prompts:read": "Read prompts and completions",
  "prompts:update": "Change what is said about prompts, hold them back, release them",
  "tasks:read": "Read tasks",
  "annotations:read": "Read annotations",
  "members:read": "Read who is in the project",
  "members:update": "Add and remove people",
  "imports:create": "Import",
  "exports:create": "Export",
  "projects:create": "Make projects (keys of the instance only)",
} as const satisfies Partial<Record<Permission | InstancePermission, string>>

export type ApiScope = keyof typeof apiScopes
export const apiScopeNames = Object.keys(apiScopes) as readonly ApiScope[]
/** For a key of one project. */
export const projectScopeNames = apiScopeNames.filter((name) => name !== "projects:create")

/** As a list shows it; the key itself is shown once, when it is made. */
export type ApiKeyRow = {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly string[]
  readonly project: string | null
  readonly by: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}
