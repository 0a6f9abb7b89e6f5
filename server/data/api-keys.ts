import type { ApiKeyRow } from "@/core/api/scopes"
import { DiptychError } from "@/core/errors"
import type { InstanceRole } from "@/core/permissions"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db } from "@/server/data/db"
import { toEmail } from "@/server/data/email"

type Access = ProjectAccess<"project:update"> | InstanceAccess<"instance:manage">

export type NewApiKey = {
  readonly name: string
  readonly prefix: string
  readonly hash: string
  readonly scopes: readonly string[]
  readonly expiresAt: Date | null
}

const projectOf = (access: Access) => ("projectId" in access ? access.projectId : null)

/** Stores a key of a person; the key itself never comes here. */
export async function insertApiKey(access: Access, userId: string, key: NewApiKey): Promise<string> {
  const projectId = projectOf(access)
  return db().$transaction(async (tx) => {
    const { id } = await tx.apiKey.create({
      data: { ...key, scopes: [...key.scopes], userId, projectId },
      select: { id: true },
    })
    await writeAudit(tx, {
      actor: access.actor,
      projectId,
      action: "api-key:create",
      subjectType: "ApiKey",
      subjectId: id,
      after: {
        name: key.name,
        prefix: key.prefix,
        scopes: key.scopes,
        ownerId: userId,
        expiresAt: key.expiresAt?.toISOString() ?? null,
      },
    })
    return id
  })
}

/** Keys of the project, or all there are; newest first. */
export async function listApiKeys(access: Access): Promise<ApiKeyRow[]> {
  const projectId = projectOf(access)
  const rows = await db().apiKey.findMany({
    where: projectId === null ? {} : { projectId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 500,
    include: { project: { select: { slug: true } }, user: { select: { name: true, email: true } } },
  })
  return rows.map(({ project, user, ...row }) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    project: project?.slug ?? null,
    by: user.name || user.email,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
  }))
}

/** By id, or by the characters that tell keys apart in a list. Ends its access with the next call. */
export async function revokeApiKey(access: Access, which: string): Promise<ApiKeyRow["prefix"]> {
  const projectId = projectOf(access)
  return db().$transaction(async (tx) => {
    const key = await tx.apiKey.findFirst({
      where: {
        ...(/^[0-9a-f]{8}-/.test(which) ? { id: which } : { prefix: which }),
        ...(projectId !== null && { projectId }),
        revokedAt: null,
      },
      select: { id: true, prefix: true, projectId: true },
    })
    if (!key) throw new DiptychError("NOT_FOUND", `There is no such key here, or it is revoked already.`)
    await tx.apiKey.update({ where: { id: key.id }, data: { revokedAt: new Date() } })
    await writeAudit(tx, {
      actor: access.actor,
      projectId: key.projectId,
      action: "api-key:revoke",
      subjectType: "ApiKey",
      subjectId: key.id,
    })
    return key.prefix
  })
}

/** Whose key the command line makes. */
export async function findKeyOwner(access: Access, email: string): Promise<string> {
  const projectId = projectOf(access)
  const user = await db().user.findFirst({ where: { email: toEmail(email), disabledAt: null } })
  if (!user) throw new DiptychError("NOT_FOUND", `Nobody here has the address ${toEmail(email)}.`)
  const member =
    projectId === null ||
    user.role === "OWNER" ||
    (await db().membership.count({ where: { projectId, userId: user.id } })) > 0
  if (!member) throw new DiptychError("CONFLICT", `${user.email} is not in this project. Add them first.`)
  return user.id
}

// Below runs before there is an actor: the key is the proof.

export type LiveApiKey = {
  readonly id: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly projectId: string | null
  readonly instanceRole: InstanceRole
}

/** A key that is not revoked, not past its time, and whose person may sign in. Times are good to the minute. */
export async function findLiveApiKey(hash: string, now: Date): Promise<LiveApiKey | null> {
  const key = await db().apiKey.findFirst({
    where: {
      hash,
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      user: { disabledAt: null },
    },
    select: {
      id: true,
      userId: true,
      scopes: true,
      projectId: true,
      lastUsedAt: true,
      user: { select: { role: true } },
    },
  })
  if (!key) return null
  if (key.lastUsedAt === null || now.getTime() - key.lastUsedAt.getTime() > 60_000) {
    await db().apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: now } })
  }
  const { id, userId, scopes, projectId } = key
  return { id, userId, scopes, projectId, instanceRole: key.user.role }
}
