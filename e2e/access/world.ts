import { randomUUID } from "node:crypto"
import type { ProjectRole } from "@/core/permissions"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { inviteToProject } from "@/server/auth/create-invitation"
import { createSignInLink } from "@/server/auth/create-sign-in-link"
import { hashPassword } from "@/server/auth/password"
import { db } from "@/server/data/db"
import { insertMembership } from "@/server/data/memberships"

const cli = { kind: "cli" } as const

export const password = "correct horse battery"

export async function newProject() {
  return createProject({ slug: `access-${randomUUID().slice(0, 13)}`, name: "Tone of voice" })
}

/** Addresses of this run, whatever ran before in the same database. */
export async function newPerson(name = "Ada") {
  return createUser({ name, email: `${randomUUID().slice(0, 13)}@example.test` })
}

export async function newMember(projectId: string, role: ProjectRole, name = "Ada") {
  const user = await newPerson(name)
  await db().$transaction(async (tx) => insertMembership(tx, { projectId, userId: user.id, role }))
  return user
}

export async function givePassword(userId: string): Promise<void> {
  await db().user.update({ where: { id: userId }, data: { passwordHash: await hashPassword(password) } })
}

/** Paths, since the server under test has an address of its own. */
export async function linkPath(email: string, hours?: number): Promise<string> {
  const access = requireInstanceAccess(cli, "users:manage")
  return new URL((await createSignInLink(access, email, hours === undefined ? {} : { hours })).url).pathname
}

export async function invitationPath(slug: string, email: string | null = null): Promise<string> {
  const access = await requireProjectAccess(cli, slug, "members:update")
  const wish = { email, days: 7, role: "ANNOTATOR", cohort: null } as const
  return new URL((await inviteToProject(access, wish)).url).pathname
}
