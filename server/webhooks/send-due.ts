import { secondsUntilRetry } from "@/core/webhooks/retry"
import { signWebhook } from "@/core/webhooks/signature"
import type { DueDelivery } from "@/server/data/webhooks/deliveries"
import { claimDeliveries, settleDelivery } from "@/server/data/webhooks/deliveries"
import { postSafely } from "@/server/webhooks/post-safely"

/** Sent side by side. */
const AT_ONCE = 10

/**
 * Sends what is due, once each, and plans what failed anew. Killed at any point, a delivery is sent
 * again when its lease has run out: at least once, and a receiver knows the repetition by its id.
 * Returns how many were tried.
 */
export async function sendDue(allowPrivate: boolean, signal?: AbortSignal): Promise<number> {
  const due = await claimDeliveries(AT_ONCE)
  await Promise.all(due.map(async (delivery) => send(delivery, allowPrivate, signal)))
  return due.length
}

async function send(delivery: DueDelivery, allowPrivate: boolean, signal?: AbortSignal): Promise<void> {
  const { id, url, secret, body, attempts } = delivery
  const timestamp = Math.floor(Date.now() / 1000)
  const retryIn = secondsUntilRetry(attempts, Math.random())
  const headers = {
    "content-type": "application/json",
    "user-agent": "Diptych-Webhooks/1",
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signWebhook(secret, id, timestamp, body),
  }
  try {
    const status = await postSafely(url, { headers, body, allowPrivate, ...(signal && { signal }) })
    const error = status >= 200 && status < 300 ? null : `answered ${status}`
    await settleDelivery(id, { status, error, retryIn })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message.slice(0, 300) : "no answer"
    await settleDelivery(id, { status: null, error, retryIn })
  }
}
