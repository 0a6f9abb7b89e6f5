import type { ErasableText, ErasureReport } from "@/core/people/erasure"
import { erasedName } from "@/core/people/erasure"
import { DiptychError } from "@/core/errors"
import { Prisma } from "@/prisma/client/client"
import type { InstanceAccess } from "@/server/access"
import type { Actor, UserActor } from "@/server/actor"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import { findDemographicsOf } from "@/server/data/demographics"
import { toEmail } from "@/server/data/email"
import { eraseTexts } from "@/server/data/erase-texts"
import { holdSealer } from "@/server/data/seal/hold-sealer"

type Texts = readonly ErasableText[]

/** The owner of the instance, or the command line, erases a person. */
export async function erasePerson(
  access: InstanceAccess<"users:manage">,
  who: { readonly userId: string } | { readonly email: string },
  texts: Texts,
): Promise<ErasureReport> {
  const where = "userId" in who ? { id: who.userId } : { email: toEmail(who.email) }
  const user = await db().user.findFirst({ where: { ...where, erasedAt: null }, select: { id: true } })
  if (!user) throw new DiptychError("NOT_FOUND", "There is no such person here.")
  return erase(access.actor, user.id, texts)
}

/** A person erases their own account; `email` is what they typed to confirm. */
export async function eraseSelf(actor: UserActor, email: string, texts: Texts): Promise<ErasureReport> {
  const user = await db().user.findUnique({ where: { id: actor.userId }, select: { email: true } })
  if (!user || user.email !== toEmail(email)) {
    throw new DiptychError("INVALID_INPUT", "That is not the address of your account.", {
      fields: { confirm: ["Type the address of your account exactly."] },
    })
  }
  return erase(actor, actor.userId, texts)
}

/**
 * Everything that says who somebody is goes, and every way in; the row stays, empty, and with it the
 * pseudonym of what they judged. Texts of the kinds named go too, in which case exports that held them
 * cannot be made again byte by byte. CONFLICT for the last owner of a project or of the instance.
 */
async function erase(actor: Actor, userId: string, texts: Texts): Promise<ErasureReport> {
  return db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL diptych.erasing = 'on'`
      // A seal made from a text of before, while this runs, would later look like a breach.
      await holdSealer(tx)
      const user = await lockPerson(tx, userId)
      const memberships = await endMemberships(tx, actor, user)
      const textsErased = await eraseTexts(tx, userId, texts)
      await closeWaysIn(tx, user)
      const { pseudonyms } = await findDemographicsOf(tx, userId)
      await tx.demographicAnswer.deleteMany({ where: { pseudonym: { in: pseudonyms } } })
      await tx.user.update({
        where: { id: userId },
        data: {
          email: `erased-${userId}@erased.invalid`,
          name: erasedName,
          role: "MEMBER",
          passwordHash: null,
          preferences: {},
          lastSeenAt: null,
          disabledAt: new Date(),
          erasedAt: new Date(),
        },
      })
      const annotations = await tx.annotation.count({ where: { annotatorId: userId } })
      await writeAudit(tx, {
        actor,
        action: "person:erase",
        subjectType: "User",
        subjectId: userId,
        after: { texts, annotations, textsErased },
      })
      return { annotations, textsErased, projects: memberships }
    },
    { timeout: 300_000, maxWait: 30_000 },
  )
}

type Person = { readonly id: string; readonly email: string }

async function lockPerson(tx: Tx, userId: string): Promise<Person> {
  await tx.$queryRaw`SELECT 1 FROM "User" WHERE "role" = 'OWNER' OR "id" = ${userId}::uuid ORDER BY "id" FOR UPDATE`
  const user = await tx.user.findFirst({
    where: { id: userId, erasedAt: null },
    select: { id: true, email: true, role: true, disabledAt: true },
  })
  if (!user) throw new DiptychError("NOT_FOUND", "There is no such person here.")
  if (user.role === "OWNER") {
    const others = await tx.user.count({ where: { role: "OWNER", disabledAt: null, id: { not: userId } } })
    if (others === 0) {
      throw new DiptychError(
        "CONFLICT",
        "This is the last owner of the instance. Make someone else an owner first.",
      )
    }
  }
  return user
}

/** Each project's log says that the person left it. Returns the projects. */
async function endMemberships(tx: Tx, actor: Actor, user: Person): Promise<string[]> {
  // As for every change of members: one after the other, or two owners could leave at once.
  const projects = await tx.$queryRaw<{ id: string; slug: string; role: string; lastOwner: boolean }[]>`
    SELECT p."id", p."slug", m."role"::text AS "role", m."role" = 'OWNER' AND NOT EXISTS (
      SELECT 1 FROM "Membership" o JOIN "User" u ON u."id" = o."userId"
      WHERE o."projectId" = p."id" AND o."role" = 'OWNER' AND o."userId" <> m."userId" AND u."disabledAt" IS NULL
    ) AS "lastOwner"
    FROM "Project" p JOIN "Membership" m ON m."projectId" = p."id" WHERE m."userId" = ${user.id}::uuid
    ORDER BY p."slug" COLLATE "C" FOR UPDATE OF p`
  const alone = projects.filter((project) => project.lastOwner).map((project) => project.slug)
  if (alone.length > 0) {
    throw new DiptychError(
      "CONFLICT",
      `Nobody else owns ${alone.join(", ")}. Make someone else an owner there, or delete the project, first.`,
      { projects: alone },
    )
  }
  for (const { id, role } of projects) {
    await tx.membership.delete({ where: { projectId_userId: { projectId: id, userId: user.id } } })
    await writeAudit(tx, {
      actor,
      projectId: id,
      action: "membership:delete",
      subjectType: "User",
      subjectId: user.id,
      before: { role },
      after: { erased: true },
    })
  }
  return projects.map((project) => project.slug)
}

async function closeWaysIn(tx: Tx, { id: userId, email }: Person): Promise<void> {
  await tx.session.deleteMany({ where: { userId } })
  await tx.signInLink.deleteMany({ where: { userId } })
  await tx.account.deleteMany({ where: { userId } })
  await tx.apiKey.deleteMany({ where: { userId } })
  await tx.taskAssignee.deleteMany({ where: { userId } })
  await tx.adjudicationLease.deleteMany({ where: { userId } })
  const invitations = await tx.invitation.findMany({
    where: { OR: [{ email }, { acceptedById: userId }] },
    select: { id: true },
  })
  const ids = invitations.map((invitation) => invitation.id)
  // Without its address an open one would let anybody in.
  await tx.invitation.updateMany({
    where: { id: { in: ids }, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  await tx.invitation.updateMany({ where: { id: { in: ids } }, data: { email: null } })
  await tx.$executeRaw`DELETE FROM "AuditSalt" WHERE "subjectId" IN (${Prisma.join(
    [userId, ...ids].map((id) => Prisma.sql`${id}::uuid`),
  )})`
}
