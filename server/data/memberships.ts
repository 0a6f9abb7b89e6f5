import { randomInt } from "node:crypto"
import { DiptychError } from "@/core/errors"
import type { MemberQuery, MemberRow, MemberSort } from "@/core/lists/member-list"
import { membersPerPage } from "@/core/lists/member-list"
import type { ProjectRole } from "@/core/permissions"
import { canManageRole, manageableRoles } from "@/core/permissions"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import { toLikePattern } from "@/server/data/escape-like"
import { revokeInvitationsBeyond } from "@/server/data/invitations"
import { lockClaims, releaseMember } from "@/server/data/release-member"
import { onPrisma } from "@/server/data/run-sql"

/** One page of the people of a project. */
export async function listMembers(
  access: ProjectAccess<"members:read">,
  query: MemberQuery,
): Promise<{ rows: MemberRow[]; total: number }> {
  const parts = [Prisma.sql`m."projectId" = ${access.projectId}::uuid`]
  if (query.role !== "all") parts.push(Prisma.sql`m."role" = ${query.role}::"ProjectRole"`)
  if (query.q) {
    const like = toLikePattern(query.q)
    parts.push(Prisma.sql`(u."name" ILIKE ${like} OR u."email" ILIKE ${like} OR m."cohort" ILIKE ${like})`)
  }
  const from = Prisma.sql`FROM "Membership" m JOIN "User" u ON u."id" = m."userId" WHERE ${Prisma.join(parts, " AND ")}`
  const direction = query.dir === "desc" ? Prisma.sql`DESC NULLS LAST` : Prisma.sql`ASC NULLS LAST`
  const [counts, rows] = await Promise.all([
    db().$queryRaw<[{ total: number }]>`SELECT count(*)::int AS "total" ${from}`,
    db().$queryRaw<MemberRow[]>`
      SELECT u."id" AS "userId", u."name", u."email", m."role"::text AS "role", m."cohort",
        m."pausedAt" IS NOT NULL AS "paused", u."disabledAt" IS NOT NULL AS "disabled",
        m."createdAt" AS "joinedAt", u."lastSeenAt"
      ${from} ORDER BY ${sortColumns[query.sort]} ${direction}, u."id"
      LIMIT ${membersPerPage} OFFSET ${(query.page - 1) * membersPerPage}`,
  ])
  return { rows, total: counts[0].total }
}

const sortColumns: Readonly<Record<MemberSort, Prisma.Sql>> = {
  name: Prisma.sql`lower(coalesce(nullif(u."name", ''), u."email"))`,
  role: Prisma.sql`m."role"`,
  cohort: Prisma.sql`m."cohort"`,
  joined: Prisma.sql`m."createdAt"`,
  seen: Prisma.sql`u."lastSeenAt"`,
}

export type MemberChange = {
  readonly role?: ProjectRole
  readonly cohort?: string | null
  readonly paused?: boolean
}

/**
 * Changes role, cohort or pause. Who is paused gives back at once what they hold. An admin neither makes an owner nor changes one (FORBIDDEN); the
 * last owner stays one (CONFLICT). The new role holds from that person's next request on.
 */
export async function updateMember(
  access: ProjectAccess<"members:update">,
  userId: string,
  change: MemberChange,
): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockClaims(onPrisma(tx), access.projectId, userId)
    const member = await lockMember(tx, access, userId)
    if (change.role && change.role !== member.role) await requireRoleChange(tx, access, member, change.role)
    const cohort = change.cohort === undefined ? member.cohort : change.cohort
    await tx.membership.update({
      where: { projectId_userId: { projectId: access.projectId, userId } },
      data: {
        role: change.role ?? member.role,
        cohort,
        ...(change.paused !== undefined && {
          pausedAt: change.paused ? (member.pausedAt ?? new Date()) : null,
        }),
      },
    })
    if (change.paused) await releaseMember(onPrisma(tx), access.projectId, userId)
    if (cohort !== member.cohort) {
      await tx.cohortChange.create({ data: { projectId: access.projectId, userId, cohort } })
    }
    await writeAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: "membership:update",
      subjectType: "User",
      subjectId: userId,
      before: { role: member.role, cohort: member.cohort, paused: member.pausedAt !== null },
      after: { ...change },
    })
  })
}

/** Access ends with that person's next request, and what they hold goes to others. What they annotated stays. */
export async function deleteMember(access: ProjectAccess<"members:update">, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockClaims(onPrisma(tx), access.projectId, userId)
    const member = await lockMember(tx, access, userId)
    await requireAnotherOwner(tx, access, member)
    await tx.membership.delete({ where: { projectId_userId: { projectId: access.projectId, userId } } })
    await releaseMember(onPrisma(tx), access.projectId, userId)
    await revokeInvitationsBeyond(tx, { projectId: access.projectId, userId, keptRoles: [] })
    await writeAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: "membership:delete",
      subjectType: "User",
      subjectId: userId,
      before: { role: member.role, cohort: member.cohort },
    })
  })
}

/** Inside the transaction that proves the right to join (an invitation, an admin's command). */
export async function insertMembership(
  tx: Tx,
  membership: {
    readonly projectId: string
    readonly userId: string
    readonly role: ProjectRole
    readonly cohort?: string | null
  },
): Promise<void> {
  const { projectId, userId, role, cohort = null } = membership
  await tx.membership.create({ data: { projectId, userId, role, cohort, ringPoint: randomInt(2 ** 31) } })
  if (cohort !== null) await tx.cohortChange.create({ data: { projectId, userId, cohort } })
}

type Member = { role: ProjectRole; cohort: string | null; pausedAt: Date | null; userId: string }

/**
 * Two changes of one project's people happen one after the other, or both could remove "the other" owner.
 * NO KEY, so that answers being saved meanwhile do not wait for it while it waits for their tasks.
 */
async function lockMember(tx: Tx, access: ProjectAccess<"members:update">, userId: string): Promise<Member> {
  await tx.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${access.projectId}::uuid FOR NO KEY UPDATE`
  const member = await tx.membership.findUnique({
    where: { projectId_userId: { projectId: access.projectId, userId } },
    select: { role: true, cohort: true, pausedAt: true, userId: true },
  })
  if (!member) throw new DiptychError("NOT_FOUND", "That person is not a member of this project any more.")
  if (!canManageRole(access.role, member.role)) {
    throw new DiptychError("FORBIDDEN", "Only an owner of the project can change an owner.")
  }
  return member
}

async function requireRoleChange(
  tx: Tx,
  access: ProjectAccess<"members:update">,
  member: Member,
  role: ProjectRole,
): Promise<void> {
  if (!canManageRole(access.role, role)) {
    throw new DiptychError("FORBIDDEN", "Only an owner of the project can make someone an owner.")
  }
  await requireAnotherOwner(tx, access, member)
  await revokeInvitationsBeyond(tx, {
    projectId: access.projectId,
    userId: member.userId,
    keptRoles: manageableRoles[role],
  })
}

async function requireAnotherOwner(
  tx: Tx,
  access: ProjectAccess<"members:update">,
  member: Member,
): Promise<void> {
  if (member.role !== "OWNER") return
  const others = await tx.membership.count({
    where: {
      projectId: access.projectId,
      role: "OWNER",
      userId: { not: member.userId },
      user: { disabledAt: null },
    },
  })
  if (others > 0) return
  throw new DiptychError("CONFLICT", "This is the project's last owner. Make someone else an owner first.")
}
