import type { Actor } from "@/server/actor"
import { ensureAuditSalt, hashPersonal } from "@/server/data/audit-salt"
import type { Tx } from "@/server/data/db"

export type AuditEntry = {
  /** `system` = a rule of the program acted by itself, with its figures in the entry. */
  readonly actor: Actor | { readonly kind: "system" }
  readonly projectId?: string | null
  /** `resource:verb`, e.g. `membership:create`. */
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  /** Never an e-mail address or a person's name: those go into `personal`. */
  readonly before?: object
  readonly after?: object
}

/** Values that say who somebody is. Only their salted hashes are written, so that erasure leaves the log whole. */
export type PersonalValues = {
  readonly before?: Readonly<Record<string, string | null>>
  readonly after?: Readonly<Record<string, string | null>>
}

/**
 * Beside every mutation, in its own transaction: a change without its row cannot commit. `personal` is
 * about the subject, a User or an Invitation.
 */
export async function writeAudit(
  tx: Tx,
  entry: AuditEntry & { readonly personal?: PersonalValues },
): Promise<void> {
  const { before, after } = await withPersonal(tx, entry)
  await tx.auditEvent.create({
    data: {
      actorId: "userId" in entry.actor ? entry.actor.userId : null,
      actorKind: entry.actor.kind,
      projectId: entry.projectId ?? null,
      action: entry.action,
      subjectType: entry.subjectType,
      subjectId: entry.subjectId,
      ...(before && { before }),
      ...(after && { after }),
    },
  })
}

async function withPersonal(tx: Tx, entry: AuditEntry & { readonly personal?: PersonalValues }) {
  const { personal, before, after } = entry
  if (!personal) return { before, after }
  const salt = await ensureAuditSalt(tx, entry.subjectId)
  const hashed = (values: Readonly<Record<string, string | null>>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, value === null ? null : hashPersonal(salt, value)]),
    )
  return {
    before: personal.before ? { ...before, ...hashed(personal.before) } : before,
    after: personal.after ? { ...after, ...hashed(personal.after) } : after,
  }
}
