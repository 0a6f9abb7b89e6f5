import { DiptychError } from "@/core/errors"
import type { UserActor } from "@/server/actor"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Last-seen times are good to the minute: one write a minute and person, not one a request. */
const touchAfterMs = 60_000

// The first two run before there is an actor; server/auth/ makes one out of what they find.

export async function findLiveSession(id: string) {
  if (!uuid.test(id)) return null
  const session = await db().session.findUnique({
    where: { id, expiresAt: { gt: new Date() }, user: { disabledAt: null } },
    select: { id: true, userId: true, lastSeenAt: true, user: { select: { role: true } } },
  })
  return session
}

export async function touchSession(session: {
  readonly id: string
  readonly userId: string
  readonly lastSeenAt: Date
}): Promise<void> {
  const now = new Date()
  if (now.getTime() - session.lastSeenAt.getTime() < touchAfterMs) return
  // Many, because the row may be gone meanwhile; that is no error.
  await db().session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  await db().user.updateMany({ where: { id: session.userId }, data: { lastSeenAt: now } })
}

export async function createSession(
  tx: Tx,
  session: { readonly userId: string; readonly userAgent: string; readonly seconds: number },
): Promise<string> {
  await tx.user.update({ where: { id: session.userId }, data: { lastSeenAt: new Date() } })
  const { id } = await tx.session.create({
    data: {
      userId: session.userId,
      userAgent: session.userAgent.slice(0, 300),
      expiresAt: new Date(Date.now() + session.seconds * 1000),
    },
    select: { id: true },
  })
  return id
}

export type OwnSession = {
  readonly id: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly userAgent: string
  readonly current: boolean
}

/** Where the person is signed in, the latest first. */
export async function listOwnSessions(actor: UserActor): Promise<OwnSession[]> {
  const rows = await db().session.findMany({
    where: { userId: actor.userId, expiresAt: { gt: new Date() } },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    select: { id: true, createdAt: true, lastSeenAt: true, userAgent: true },
    take: 100,
  })
  return rows.map((row) => ({ ...row, current: row.id === actor.sessionId }))
}

/** Ends one of the person's own sessions. */
export async function deleteOwnSession(actor: UserActor, id: string): Promise<void> {
  const { count } = await db().session.deleteMany({ where: { id, userId: actor.userId } })
  if (count === 0) throw new DiptychError("NOT_FOUND", "That session has ended already.")
}

/** Ends all of them, or all but the one that asks. Returns how many. */
export async function deleteOwnSessions(actor: UserActor, keepCurrent: boolean): Promise<number> {
  const { count } = await db().session.deleteMany({
    where: { userId: actor.userId, ...(keepCurrent && { id: { not: actor.sessionId } }) },
  })
  return count
}

/** After sign-out: the row of the cookie, whoever it was. */
export async function deleteSessionById(id: string): Promise<void> {
  if (uuid.test(id)) await db().session.deleteMany({ where: { id } })
}
