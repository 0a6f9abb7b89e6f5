import type { InstanceRole } from "@/core/permissions"

/** A person with a session, as of this request. */
export type UserActor = {
  readonly kind: "user"
  readonly userId: string
  readonly sessionId: string
  readonly instanceRole: InstanceRole
}

/** A program with a key of a person: never more than that person, and only what the key's scopes say. */
export type ApiKeyActor = {
  readonly kind: "api-key"
  readonly userId: string
  readonly keyId: string
  readonly instanceRole: InstanceRole
  /** Permissions as in core/permissions.ts. */
  readonly scopes: readonly string[]
  /** The one project the key is for; null = every project of the person. */
  readonly projectId: string | null
}

/**
 * Who is asking. Made by server/auth/ out of a session or an API key, and by the command line for
 * the person who has the machine; nothing else makes one.
 */
export type Actor = UserActor | ApiKeyActor | { readonly kind: "cli" }
