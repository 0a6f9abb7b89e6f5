import { DiptychError } from "@/core/errors"
import type { UserActor } from "@/server/actor"
import { hashToken } from "@/server/auth/token"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import type { FoundInvitation } from "@/server/data/invitation-acceptance"
import { findInvitation, takeInvitation } from "@/server/data/invitation-acceptance"
import { insertMembership } from "@/server/data/memberships"

/** A person who is signed in joins. Throws GONE, FORBIDDEN (sent to someone else), CONFLICT (in already). */
export async function acceptInvitation(actor: UserActor, token: string): Promise<{ slug: string | null }> {
  return db().$transaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: actor.userId }, select: { email: true } })
    const invitation = await requireOpen(tx, hashToken(token))
    if (invitation.email && invitation.email !== user.email) {
      throw new DiptychError(
        "FORBIDDEN",
        `This invitation is for ${invitation.email}, and you are signed in as ${user.email}. Sign out and open the link again.`,
      )
    }
    if (await isMember(tx, invitation, actor.userId)) {
      throw new DiptychError("CONFLICT", "You are in this project already.")
    }
    await join(tx, invitation, actor.userId)
    return { slug: invitation.project?.slug ?? null }
  })
}

export type NewPerson = {
  readonly email: string
  readonly name: string
  readonly passwordHash: string | null
}

/**
 * Makes the account of a new person and lets them join, inside the caller's transaction. An address
 * that has an account must sign in instead: CONFLICT. Returns the new user's id.
 */
export async function createInvitedUser(tx: Tx, tokenHash: string, person: NewPerson): Promise<string> {
  const invitation = await requireOpen(tx, tokenHash)
  if (invitation.email && invitation.email !== person.email) {
    throw new DiptychError("FORBIDDEN", `This invitation is for ${invitation.email}.`)
  }
  const existing = await tx.user.findUnique({ where: { email: person.email }, select: { id: true } })
  if (existing) {
    throw new DiptychError(
      "CONFLICT",
      `${person.email} has an account here. Sign in, and open the link again.`,
      {
        reason: "has-account",
      },
    )
  }
  const user = await tx.user.create({ data: { ...person, role: invitation.instanceRole } })
  await writeAudit(tx, {
    actor: asActor(user.id, invitation),
    action: "user:create",
    subjectType: "User",
    subjectId: user.id,
    after: { role: user.role, invitationId: invitation.id },
    personal: { after: { email: user.email } },
  })
  await join(tx, invitation, user.id)
  return user.id
}

async function requireOpen(tx: Tx, tokenHash: string): Promise<FoundInvitation> {
  const invitation = await findInvitation(tokenHash, new Date(), tx)
  if (invitation?.state === "open") return invitation
  throw new DiptychError("GONE", refusals[invitation?.state ?? "unknown"])
}

const refusals = {
  open: "This invitation does not work any more. Ask for a new one.",
  used: "This invitation has been taken. Ask for a new one.",
  expired: "This invitation is past its time. Ask for a new one.",
  revoked: "This invitation was withdrawn. Ask whoever sent it.",
  unknown: "This invitation is not known here. Check that the link was copied whole.",
}

async function isMember(tx: Tx, invitation: FoundInvitation, userId: string): Promise<boolean> {
  const { projectId } = invitation
  if (!projectId) return false
  return (await tx.membership.count({ where: { projectId, userId } })) > 0
}

async function join(tx: Tx, invitation: FoundInvitation, userId: string): Promise<void> {
  if (!(await takeInvitation(tx, invitation.id, userId))) throw new DiptychError("GONE", refusals.used)
  const { projectId, projectRole: role, cohort } = invitation
  if (projectId && role) await insertMembership(tx, { projectId, userId, role, cohort })
  await writeAudit(tx, {
    actor: asActor(userId, invitation),
    projectId,
    action: projectId ? "membership:create" : "invitation:accept",
    subjectType: "User",
    subjectId: userId,
    after: { invitationId: invitation.id, role: role ?? invitation.instanceRole, cohort },
  })
}

/** Whoever takes an invitation acts for themselves, before they have a session. */
function asActor(userId: string, invitation: FoundInvitation): UserActor {
  return { kind: "user", userId, sessionId: "", instanceRole: invitation.instanceRole }
}
