import { DiptychError } from "@/core/errors"
import type { InstanceRole, ProjectRole } from "@/core/permissions"
import { canManageRole } from "@/core/permissions"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import { emailSchema } from "@/server/data/email"
import { insertMembership } from "@/server/data/memberships"

export type Added = { readonly userId: string; readonly email: string; readonly added: boolean }

/**
 * A person in the instance, without a password: they come in by a link or by the provider. Saying
 * the same again adds nothing; an address that is taken with another role is a CONFLICT.
 */
export async function createUser(
  access: InstanceAccess<"users:manage">,
  person: { readonly email: string; readonly role?: InstanceRole; readonly name?: string },
): Promise<Added> {
  const email = parseEmail(person.email)
  const role = person.role ?? "MEMBER"
  return db().$transaction(async (tx) => {
    const existing = await tx.user.findUnique({ where: { email }, select: { id: true, role: true } })
    if (existing && existing.role !== role) {
      throw new DiptychError("CONFLICT", `${email} is here already, as ${existing.role.toLowerCase()}.`)
    }
    if (existing) return { userId: existing.id, email, added: false }
    const user = await tx.user.create({ data: { email, role, name: person.name ?? "" } })
    await auditUser(tx, access, user)
    return { userId: user.id, email, added: true }
  })
}

/** A person in a project; made in the instance too where they are new. */
export async function addMember(
  access: ProjectAccess<"members:update">,
  person: {
    readonly email: string
    readonly role: ProjectRole
    readonly name?: string
    readonly cohort?: string
  },
): Promise<Added> {
  const email = parseEmail(person.email)
  if (!canManageRole(access.role, person.role)) {
    throw new DiptychError("FORBIDDEN", `Your role cannot add a person as ${person.role.toLowerCase()}.`)
  }
  return db().$transaction(async (tx) => {
    const found = await tx.user.findUnique({ where: { email } })
    const user = found ?? (await tx.user.create({ data: { email, name: person.name ?? "" } }))
    if (!found) await auditUser(tx, access, user)
    const { projectId } = access
    const member = await tx.membership.findUnique({
      where: { projectId_userId: { projectId, userId: user.id } },
    })
    if (member && member.role !== person.role) {
      throw new DiptychError(
        "CONFLICT",
        `${email} is in this project already, as ${member.role.toLowerCase()}.`,
      )
    }
    if (member) return { userId: user.id, email, added: false }
    const cohort = person.cohort ?? null
    await insertMembership(tx, { projectId, userId: user.id, role: person.role, cohort })
    await writeAudit(tx, {
      actor: access.actor,
      projectId,
      action: "membership:create",
      subjectType: "User",
      subjectId: user.id,
      after: { role: person.role, cohort },
    })
    return { userId: user.id, email, added: true }
  })
}

function parseEmail(text: string): string {
  const parsed = emailSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new DiptychError("INVALID_INPUT", `"${text}" is not an e-mail address; expected name@example.org.`)
}

async function auditUser(
  tx: Tx,
  access: ProjectAccess<"members:update"> | InstanceAccess<"users:manage">,
  user: { id: string; email: string; role: InstanceRole },
): Promise<void> {
  await writeAudit(tx, {
    actor: access.actor,
    action: "user:create",
    subjectType: "User",
    subjectId: user.id,
    after: { role: user.role },
    personal: { after: { email: user.email } },
  })
}
