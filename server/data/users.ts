import { DiptychError } from "@/core/errors"
import type { UserQuery, UserRow, UserSort } from "@/core/lists/user-list"
import { usersPerPage } from "@/core/lists/user-list"
import type { InstanceRole } from "@/core/permissions"
import { Prisma } from "@/prisma/client/client"
import type { InstanceAccess } from "@/server/access"
import type { UserActor } from "@/server/actor"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import { toLikePattern } from "@/server/data/escape-like"
import { releaseEverywhere } from "@/server/data/release-member"
import { onPrisma } from "@/server/data/run-sql"

/** One page of everybody in the instance. */
export async function listUsers(
  _access: InstanceAccess<"users:manage">,
  query: UserQuery,
): Promise<{ rows: UserRow[]; total: number }> {
  const parts = [Prisma.sql`u."erasedAt" IS NULL`]
  if (query.role !== "all") parts.push(Prisma.sql`u."role" = ${query.role}::"InstanceRole"`)
  if (query.state !== "all") {
    parts.push(
      query.state === "closed" ? Prisma.sql`u."disabledAt" IS NOT NULL` : Prisma.sql`u."disabledAt" IS NULL`,
    )
  }
  if (query.q) {
    const like = toLikePattern(query.q)
    parts.push(Prisma.sql`(u."name" ILIKE ${like} OR u."email" ILIKE ${like})`)
  }
  const where = Prisma.join(parts, " AND ")
  const direction = query.dir === "desc" ? Prisma.sql`DESC NULLS LAST` : Prisma.sql`ASC NULLS LAST`
  const [counts, rows] = await Promise.all([
    db().$queryRaw<[{ total: number }]>`SELECT count(*)::int AS "total" FROM "User" u WHERE ${where}`,
    db().$queryRaw<UserRow[]>`
      SELECT u."id", u."name", u."email", u."role"::text AS "role", u."disabledAt" IS NOT NULL AS "disabled",
        u."createdAt", u."lastSeenAt",
        (SELECT count(*)::int FROM "Membership" m WHERE m."userId" = u."id") AS "projects"
      FROM "User" u WHERE ${where} ORDER BY ${sortColumns[query.sort]} ${direction}, u."id"
      LIMIT ${usersPerPage} OFFSET ${(query.page - 1) * usersPerPage}`,
  ])
  return { rows, total: counts[0].total }
}

const sortColumns: Readonly<Record<UserSort, Prisma.Sql>> = {
  name: Prisma.sql`lower(coalesce(nullif(u."name", ''), u."email"))`,
  role: Prisma.sql`u."role"`,
  created: Prisma.sql`u."createdAt"`,
  seen: Prisma.sql`u."lastSeenAt"`,
  projects: Prisma.sql`"projects"`,
}

/** The instance keeps an owner who can sign in: CONFLICT otherwise. */
export async function updateUserRole(
  access: InstanceAccess<"users:manage">,
  userId: string,
  role: InstanceRole,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (role !== "OWNER") await requireAnotherOwner(tx, user)
    await tx.user.update({ where: { id: userId }, data: { role } })
    await writeAudit(tx, {
      actor: access.actor,
      action: "user:update",
      subjectType: "User",
      subjectId: userId,
      before: { role: user.role },
      after: { role },
    })
  })
}

/** Closing an account ends its sessions and links at once, and what it holds goes to others; what the person annotated stays. */
export async function setUserClosed(
  access: InstanceAccess<"users:manage">,
  userId: string,
  closed: boolean,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (closed) {
      await requireAnotherOwner(tx, user)
      await tx.session.deleteMany({ where: { userId } })
      await tx.signInLink.deleteMany({ where: { userId, usedAt: null } })
      await releaseEverywhere(onPrisma(tx), userId)
    }
    await tx.user.update({ where: { id: userId }, data: { disabledAt: closed ? new Date() : null } })
    await writeAudit(tx, {
      actor: access.actor,
      action: closed ? "user:close" : "user:reopen",
      subjectType: "User",
      subjectId: userId,
    })
  })
}

/** The address of a person, for making them a link. */
export async function getUserEmail(_access: InstanceAccess<"users:manage">, userId: string): Promise<string> {
  const user = await db().user.findUnique({ where: { id: userId }, select: { email: true } })
  if (!user) throw new DiptychError("NOT_FOUND", "There is no such person here.")
  return user.email
}

type Locked = { id: string; role: InstanceRole; disabledAt: Date | null }

/** All owners are locked, so that two of them cannot remove each other at the same moment. */
async function lockUser(tx: Tx, userId: string): Promise<Locked> {
  await tx.$queryRaw`SELECT 1 FROM "User" WHERE "role" = 'OWNER' ORDER BY "id" FOR UPDATE`
  const user = await tx.user.findFirst({
    where: { id: userId, erasedAt: null },
    select: { id: true, role: true, disabledAt: true },
  })
  if (!user) throw new DiptychError("NOT_FOUND", "There is no such person here.")
  return user
}

async function requireAnotherOwner(tx: Tx, user: Locked): Promise<void> {
  if (user.role !== "OWNER" || user.disabledAt) return
  const others = await tx.user.count({ where: { role: "OWNER", disabledAt: null, id: { not: user.id } } })
  if (others > 0) return
  throw new DiptychError(
    "CONFLICT",
    "This is the last owner of the instance. Make someone else an owner first.",
  )
}

export type OwnAccount = {
  readonly name: string
  readonly email: string
  readonly hasPassword: boolean
  readonly hasProvider: boolean
  readonly instanceOwner: boolean
}

/** The person's own account. */
export async function getOwnAccount(actor: UserActor): Promise<OwnAccount> {
  const user = await db().user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: {
      name: true,
      email: true,
      passwordHash: true,
      role: true,
      _count: { select: { accounts: true } },
    },
  })
  return {
    name: user.name,
    email: user.email,
    hasPassword: user.passwordHash !== null,
    hasProvider: user._count.accounts > 0,
    instanceOwner: user.role === "OWNER",
  }
}

export async function updateOwnName(actor: UserActor, name: string): Promise<void> {
  await db().user.update({ where: { id: actor.userId }, data: { name } })
}

export async function getOwnPasswordHash(actor: UserActor): Promise<string | null> {
  const user = await db().user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { passwordHash: true },
  })
  return user.passwordHash
}

/** A new password ends every other session: whoever had the old one is out. */
export async function updateOwnPasswordHash(actor: UserActor, passwordHash: string): Promise<void> {
  await db().$transaction([
    db().user.update({ where: { id: actor.userId }, data: { passwordHash } }),
    db().session.deleteMany({ where: { userId: actor.userId, id: { not: actor.sessionId } } }),
    db().signInLink.deleteMany({ where: { userId: actor.userId, usedAt: null } }),
  ])
}

/** What decides where a person starts: the role in the instance and at most two memberships. */
export async function getStartOf(userId: string) {
  return db().user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      role: true,
      memberships: {
        where: { project: { archivedAt: null } },
        select: { role: true, project: { select: { slug: true } } },
        take: 2,
      },
    },
  })
}
