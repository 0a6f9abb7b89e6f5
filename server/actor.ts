import type { InstanceRole } from "@/core/permissions"

/**
 * Who is asking. Made by server/auth/ out of a session or an API key, and by the command line for
 * the person who has the machine; nothing else makes one.
 */
export type Actor =
  | {
      readonly kind: "user"
      readonly userId: string
      readonly sessionId: string
      readonly instanceRole: InstanceRole
    }
  | { readonly kind: "cli" }
