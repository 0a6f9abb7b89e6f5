import type { InstanceRole } from "@/core/permissions"

/** A person with a session, as of this request. */
export type UserActor = {
  readonly kind: "user"
  readonly userId: string
  readonly sessionId: string
  readonly instanceRole: InstanceRole
}

/**
 * Who is asking. Made by server/auth/ out of a session or an API key, and by the command line for
 * the person who has the machine; nothing else makes one.
 */
export type Actor = UserActor | { readonly kind: "cli" }
