import type { InstanceRole, ProjectRole } from "@/core/permissions"
import type { Db, Tx } from "@/server/data/db"
import { db } from "@/server/data/db"

export type InvitationState = "open" | "used" | "expired" | "revoked"

export type FoundInvitation = {
  readonly id: string
  readonly state: InvitationState
  readonly email: string | null
  readonly instanceRole: InstanceRole
  readonly projectId: string | null
  readonly projectRole: ProjectRole | null
  readonly cohort: string | null
  readonly acceptedById: string | null
  readonly project: { readonly slug: string; readonly name: string } | null
  readonly by: string | null
}

// Runs before there is an actor: the token is the proof.

export async function findInvitation(
  tokenHash: string,
  now: Date,
  client: Db | Tx = db(),
): Promise<FoundInvitation | null> {
  const row = await client.invitation.findUnique({
    where: { tokenHash },
    include: {
      project: { select: { slug: true, name: true } },
      createdBy: { select: { name: true, email: true } },
    },
  })
  if (!row) return null
  const state = row.acceptedAt
    ? "used"
    : row.revokedAt
      ? "revoked"
      : row.expiresAt <= now
        ? "expired"
        : "open"
  return { ...row, state, by: row.createdBy && (row.createdBy.name || row.createdBy.email) }
}

/** The latest open invitation sent to an address that a provider has verified. */
export async function findOpenInvitationFor(tx: Tx, email: string): Promise<{ tokenHash: string } | null> {
  return tx.invitation.findFirst({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: "desc" },
    select: { tokenHash: true },
  })
}

/** One statement, so that an invitation is taken once at any concurrency. False = someone was faster. */
export async function takeInvitation(tx: Tx, id: string, userId: string): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
    data: { acceptedAt: new Date(), acceptedById: userId },
  })
  return count === 1
}
