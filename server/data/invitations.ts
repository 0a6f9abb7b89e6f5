import type { InvitationQuery, InvitationRow } from "@/core/lists/invitation-list"
import { invitationsPerPage } from "@/core/lists/invitation-list"
import { DiptychError } from "@/core/errors"
import type { InstanceRole, ProjectRole } from "@/core/permissions"
import { canManageRole } from "@/core/permissions"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"

export type NewInvitation = {
  readonly tokenHash: string
  readonly email: string | null
  readonly expiresAt: Date
}

/** An admin invites admins, reviewers and annotators; only an owner invites owners. */
export async function insertProjectInvitation(
  access: ProjectAccess<"members:update">,
  invitation: NewInvitation & { readonly projectRole: ProjectRole; readonly cohort: string | null },
): Promise<string> {
  if (!canManageRole(access.role, invitation.projectRole)) {
    throw new DiptychError("FORBIDDEN", `Your role cannot invite as ${invitation.projectRole.toLowerCase()}.`)
  }
  return db().$transaction(async (tx) => {
    const { id } = await tx.invitation.create({
      data: { ...invitation, projectId: access.projectId, createdById: access.userId },
    })
    const { email, projectRole, cohort } = invitation
    await writeAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: "invitation:create",
      subjectType: "Invitation",
      subjectId: id,
      after: { projectRole, cohort, expiresAt: invitation.expiresAt.toISOString() },
      personal: { after: { email } },
    })
    return id
  })
}

export async function insertInstanceInvitation(
  access: InstanceAccess<"users:manage">,
  invitation: NewInvitation & { readonly instanceRole: InstanceRole },
): Promise<string> {
  return db().$transaction(async (tx) => {
    const { id } = await tx.invitation.create({ data: { ...invitation, createdById: access.userId } })
    await writeAudit(tx, {
      actor: access.actor,
      action: "invitation:create",
      subjectType: "Invitation",
      subjectId: id,
      after: {
        instanceRole: invitation.instanceRole,
        expiresAt: invitation.expiresAt.toISOString(),
      },
      personal: { after: { email: invitation.email } },
    })
    return id
  })
}

/** Invitations that can still be taken, one page of them. */
export async function listProjectInvitations(
  access: ProjectAccess<"members:read">,
  query: InvitationQuery,
): Promise<{ rows: InvitationRow[]; total: number }> {
  return listPending(access.projectId, query)
}

export async function listInstanceInvitations(
  _access: InstanceAccess<"users:manage">,
  query: InvitationQuery,
): Promise<{ rows: InvitationRow[]; total: number }> {
  return listPending(null, query)
}

async function listPending(projectId: string | null, query: InvitationQuery) {
  const where = { projectId, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } }
  const [total, rows] = await Promise.all([
    db().invitation.count({ where }),
    db().invitation.findMany({
      where,
      orderBy: [{ [sortColumns[query.isort]]: query.idir }, { id: query.idir }],
      take: invitationsPerPage,
      skip: (query.ipage - 1) * invitationsPerPage,
      select: {
        id: true,
        email: true,
        projectRole: true,
        instanceRole: true,
        cohort: true,
        createdAt: true,
        expiresAt: true,
        createdBy: { select: { name: true, email: true } },
      },
    }),
  ])
  return {
    total,
    rows: rows.map(({ createdBy, projectRole, instanceRole, ...row }) => ({
      ...row,
      role: projectRole ?? instanceRole,
      by: createdBy && (createdBy.name || createdBy.email),
    })),
  }
}

const sortColumns = { made: "createdAt", expires: "expiresAt", email: "email" } as const

export async function revokeProjectInvitation(
  access: ProjectAccess<"members:update">,
  id: string,
): Promise<void> {
  await revoke(access, id, access.projectId)
}

export async function revokeInstanceInvitation(
  access: InstanceAccess<"users:manage">,
  id: string,
): Promise<void> {
  await revoke(access, id, null)
}

async function revoke(
  access: ProjectAccess<"members:update"> | InstanceAccess<"users:manage">,
  id: string,
  projectId: string | null,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id, projectId, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    })
    if (count === 0) throw new DiptychError("NOT_FOUND", "That invitation is used up or withdrawn already.")
    await writeAudit(tx, {
      actor: access.actor,
      projectId,
      action: "invitation:revoke",
      subjectType: "Invitation",
      subjectId: id,
    })
  })
}

/** When someone loses a role, what they invited others to and could no longer invite to goes too. */
export async function revokeInvitationsBeyond(
  tx: Tx,
  maker: { readonly projectId: string; readonly userId: string; readonly keptRoles: readonly ProjectRole[] },
): Promise<void> {
  await tx.invitation.updateMany({
    where: {
      projectId: maker.projectId,
      createdById: maker.userId,
      acceptedAt: null,
      revokedAt: null,
      projectRole: { notIn: [...maker.keptRoles] },
    },
    data: { revokedAt: new Date() },
  })
}
