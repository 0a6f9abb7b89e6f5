import { setTimeout as delay } from "node:timers/promises"
import { dropOldDeliveries } from "@/server/data/webhooks/deliveries"
import { env } from "@/server/env"
import { logError } from "@/server/log"
import { sendDue } from "@/server/webhooks/send-due"

const EVERY_MS = 1000
const AFTER_ERROR_MS = 10_000
const HOUR_MS = 60 * 60 * 1000

/** Sends webhooks until stopped. Every app process may run one: what is due is claimed row by row. */
export function startSender(): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController()
  const ended = run(stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}

async function run(signal: AbortSignal): Promise<void> {
  let failing = false
  let tidied = 0
  while (!signal.aborted) {
    try {
      while ((await sendDue(env().DIPTYCH_WEBHOOKS_PRIVATE === "1", signal)) > 0 && !signal.aborted);
      if (Date.now() - tidied > HOUR_MS) {
        await dropOldDeliveries()
        tidied = Date.now()
      }
      failing = false
    } catch (error) {
      if (!failing)
        logError({ webhooks: "could not send", stack: error instanceof Error ? error.stack : error })
      failing = true
    }
    await delay(failing ? AFTER_ERROR_MS : EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
  }
}
