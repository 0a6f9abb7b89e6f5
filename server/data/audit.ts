import type { Actor } from "@/server/actor"
import type { Tx } from "@/server/data/db"

export type AuditEntry = {
  readonly actor: Actor
  readonly projectId?: string | null
  /** `resource:verb`, e.g. `membership:create`. */
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  readonly before?: object
  readonly after?: object
}

/** Beside every mutation, in its own transaction: a change without its row cannot commit. */
export async function writeAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({
    data: {
      actorId: entry.actor.kind === "user" ? entry.actor.userId : null,
      actorKind: entry.actor.kind,
      projectId: entry.projectId ?? null,
      action: entry.action,
      subjectType: entry.subjectType,
      subjectId: entry.subjectId,
      ...(entry.before && { before: entry.before }),
      ...(entry.after && { after: entry.after }),
    },
  })
}
