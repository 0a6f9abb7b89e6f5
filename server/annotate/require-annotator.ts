import { createHash } from "node:crypto"
import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import type { Annotator } from "@/server/data/annotator"

/** The person who annotates; the command line is nobody. */
export function requireAnnotator(access: ProjectAccess<"annotations:create">): Annotator {
  const { userId } = access
  if (userId === null) throw new DiptychError("FORBIDDEN", "Only a person who is signed in can annotate.")
  return { ...access, userId }
}

/**
 * What a browser knows a person by. Made out of the user's id, whose 74 random bits nobody guesses,
 * and not the other way round; the same in every project and after every sign-in, so that an outbox
 * finds its owner again.
 */
export function accountOf(userId: string): string {
  return createHash("sha256")
    .update(`diptych:account:${userId}`)
    .digest()
    .subarray(0, 16)
    .toString("base64url")
}

/** Refuses an outbox or a page that belongs to somebody else than who is signed in. */
export function requireAccount(who: Annotator, account: string): void {
  if (account === accountOf(who.userId)) return
  throw new DiptychError(
    "CONFLICT",
    "This work belongs to another account. Sign in with the account that did it; it is kept until then.",
    { reason: "other-account" },
  )
}
