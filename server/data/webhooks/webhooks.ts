import type { DeliveryRow, WebhookRow } from "@/core/webhooks/view"
import { DiptychError } from "@/core/errors"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db } from "@/server/data/db"

type Access = ProjectAccess<"project:update">

export async function insertWebhook(
  access: Access,
  webhook: { readonly url: string; readonly secret: string; readonly events: readonly string[] },
): Promise<string> {
  const { projectId, actor, userId } = access
  return db().$transaction(async (tx) => {
    const { id } = await tx.webhook.create({
      data: { ...webhook, events: [...webhook.events], projectId, createdById: userId },
      select: { id: true },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: "webhook:create",
      subjectType: "Webhook",
      subjectId: id,
      after: { url: webhook.url, events: webhook.events },
    })
    return id
  })
}

export async function listWebhooks(access: Access): Promise<WebhookRow[]> {
  return db().$queryRaw<WebhookRow[]>`
    SELECT w."id", w."url", w."events", w."createdAt", w."disabledAt",
      (SELECT count(*)::int FROM "WebhookDelivery" d WHERE d."webhookId" = w."id" AND d."status" = 'PENDING') AS "waiting",
      (SELECT count(*)::int FROM "WebhookDelivery" d WHERE d."webhookId" = w."id" AND d."status" = 'FAILED') AS "failed"
    FROM "Webhook" w WHERE w."projectId" = ${access.projectId}::uuid ORDER BY w."createdAt", w."id"`
}

/** With its log. */
export async function deleteWebhook(access: Access, id: string): Promise<void> {
  const { projectId, actor } = access
  await db().$transaction(async (tx) => {
    const { count } = await tx.webhook.deleteMany({ where: { id, projectId } })
    if (count === 0) throw new DiptychError("NOT_FOUND", "There is no such webhook in this project.")
    await writeAudit(tx, {
      actor,
      projectId,
      action: "webhook:delete",
      subjectType: "Webhook",
      subjectId: id,
    })
  })
}

/** The newest deliveries first; of all webhooks of the project or one, in every state or one. */
export async function listDeliveries(
  access: Access,
  wanted: {
    readonly webhookId?: string
    readonly status?: DeliveryRow["status"]
    readonly limit?: number
  } = {},
): Promise<DeliveryRow[]> {
  const parts = [Prisma.sql`w."projectId" = ${access.projectId}::uuid`]
  if (wanted.webhookId) parts.push(Prisma.sql`w."id" = ${wanted.webhookId}::uuid`)
  if (wanted.status) parts.push(Prisma.sql`d."status" = ${wanted.status}::"DeliveryStatus"`)
  return db().$queryRaw<DeliveryRow[]>`
    SELECT d."id", d."webhookId", w."url", d."event", d."status"::text AS "status", d."attempts", d."lastStatus",
      d."lastError", d."createdAt", d."dueAt", d."finishedAt"
    FROM "WebhookDelivery" d JOIN "Webhook" w ON w."id" = d."webhookId"
    WHERE ${Prisma.join(parts, " AND ")} ORDER BY d."createdAt" DESC, d."id" DESC LIMIT ${wanted.limit ?? 100}`
}

/** Sends again what was delivered or given up, with the same id and bytes; switches the webhook on again. */
export async function replayDelivery(access: Access, id: string): Promise<void> {
  const { projectId, actor } = access
  await db().$transaction(async (tx) => {
    const delivery = await tx.webhookDelivery.findFirst({
      where: { id, webhook: { projectId } },
      select: { status: true, webhookId: true },
    })
    if (!delivery) throw new DiptychError("NOT_FOUND", "There is no such delivery in this project.")
    if (delivery.status === "PENDING") {
      throw new DiptychError("CONFLICT", "It is on its way still.")
    }
    await tx.webhook.update({ where: { id: delivery.webhookId }, data: { disabledAt: null } })
    await tx.webhookDelivery.update({
      where: { id },
      data: { status: "PENDING", attempts: 0, dueAt: new Date(), finishedAt: null, leaseExpiresAt: null },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: "webhook:replay",
      subjectType: "WebhookDelivery",
      subjectId: id,
    })
  })
}
