import type { Tx } from "@/server/data/db"
import { createSession } from "@/server/data/sessions"
import { sessionSeconds } from "@/server/auth/session-cookie"

/** What every way of signing in ends with. */
export type SignedIn = { readonly userId: string; readonly sessionId: string }

/** What a way of signing in knows of the browser. */
export type SignInRequest = {
  readonly address: string
  readonly userAgent: string
  /** The session of the same browser that this one takes the place of. */
  readonly previousSessionId: string | undefined
}

/** Inside the transaction that proved who it is, so that a proof is never used up for nothing. */
export async function startSession(tx: Tx, userId: string, request: SignInRequest): Promise<SignedIn> {
  if (request.previousSessionId) await tx.session.deleteMany({ where: { id: request.previousSessionId } })
  const sessionId = await createSession(tx, { userId, userAgent: request.userAgent, seconds: sessionSeconds })
  return { userId, sessionId }
}
