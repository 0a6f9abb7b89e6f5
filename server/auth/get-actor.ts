import type { UserActor } from "@/server/actor"
import { readSessionId } from "@/server/auth/session-cookie"
import { findLiveSession, touchSession } from "@/server/data/sessions"

/**
 * Who sends this request, or null. The row is read every time: deleting it, or disabling or
 * removing its user, ends access with the next request, and the role is today's.
 */
export async function getActor(headers: Headers): Promise<UserActor | null> {
  const id = await readSessionId(headers)
  const session = id && (await findLiveSession(id))
  if (!session) return null
  await touchSession(session)
  return {
    kind: "user",
    userId: session.userId,
    sessionId: session.id,
    instanceRole: session.user.role,
  }
}
