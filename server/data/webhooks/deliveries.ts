import { pool } from "@/server/data/db"

// Below works for the sender, which is nobody: what is due was decided by whoever made the webhook.

export type DueDelivery = {
  readonly id: string
  readonly url: string
  readonly secret: string
  readonly body: string
  /** Tries including this one. */
  readonly attempts: number
}

/** Longer than a try can take; past it the process that had it is dead and another may send. */
const LEASE_SECONDS = 60

/** Takes what is due, so that nobody else does: one statement, at any number of processes. */
export async function claimDeliveries(limit: number): Promise<DueDelivery[]> {
  const { rows } = await pool().query<DueDelivery>({
    name: "claim-deliveries",
    text: `UPDATE "WebhookDelivery" d SET "attempts" = d."attempts" + 1,
        "leaseExpiresAt" = clock_timestamp() + make_interval(secs => $2)
      FROM "Webhook" w
      WHERE w."id" = d."webhookId" AND d."id" IN (
        SELECT x."id" FROM "WebhookDelivery" x WHERE x."status" = 'PENDING' AND x."dueAt" <= clock_timestamp()
          AND (x."leaseExpiresAt" IS NULL OR x."leaseExpiresAt" < clock_timestamp())
        ORDER BY x."dueAt" LIMIT $1 FOR UPDATE SKIP LOCKED)
      RETURNING d."id", w."url", w."secret", d."body", d."attempts"`,
    values: [limit, LEASE_SECONDS],
  })
  return rows
}

export type Outcome = {
  /** HTTP status, or null where none came. */
  readonly status: number | null
  readonly error: string | null
  /** Seconds until the next try; null = the last one was made. */
  readonly retryIn: number | null
}

/** Writes down how a try went. An answer of 410 Gone switches the webhook off, as the specification asks. */
export async function settleDelivery(id: string, { status, error, retryIn }: Outcome): Promise<void> {
  const delivered = status !== null && status >= 200 && status < 300
  const again = !delivered && status !== 410 && retryIn !== null
  await pool().query(
    `UPDATE "WebhookDelivery" SET "lastStatus" = $2, "lastError" = $3, "leaseExpiresAt" = NULL,
       "status" = $4::"DeliveryStatus", "finishedAt" = CASE WHEN $4 = 'PENDING' THEN NULL ELSE clock_timestamp() END,
       "dueAt" = clock_timestamp() + make_interval(secs => $5)
     WHERE "id" = $1 AND "status" = 'PENDING'`,
    [id, status, error, delivered ? "DELIVERED" : again ? "PENDING" : "FAILED", retryIn ?? 0],
  )
  if (status !== 410) return
  await pool().query(
    `UPDATE "Webhook" SET "disabledAt" = now() WHERE "id" = (SELECT "webhookId" FROM "WebhookDelivery" WHERE "id" = $1)
       AND "disabledAt" IS NULL`,
    [id],
  )
}

/** The log is kept for a month. */
export async function dropOldDeliveries(): Promise<void> {
  await pool().query(
    `DELETE FROM "WebhookDelivery" WHERE "status" <> 'PENDING' AND "finishedAt" < now() - interval '30 days'`,
  )
}
