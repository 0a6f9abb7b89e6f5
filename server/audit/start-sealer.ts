import { setTimeout as delay } from "node:timers/promises"
import type { Sealed } from "@/server/audit/seal-pending"
import { sealPending } from "@/server/audit/seal-pending"
import { logError } from "@/server/log"

/** How often it looks: a row is linked well within a second of its commit. */
const EVERY_MS = 250
/** How long it leaves a database alone that did not answer. */
const AFTER_ERROR_MS = 5000

export type Sealer = { readonly stop: () => Promise<void> }

/**
 * Links audit rows and annotations into their chains until stopped. Every app process may run one: a
 * lock in the database lets one of them link at a time. It looks instead of being told, because telling
 * (NOTIFY) makes committing writers wait for each other.
 */
export function startSealer(onSealed: (sealed: Sealed) => void = () => {}): Sealer {
  const stopping = new AbortController()
  const ended = run(stopping.signal, onSealed)
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}

async function run(signal: AbortSignal, onSealed: (sealed: Sealed) => void): Promise<void> {
  let failing = false
  while (!signal.aborted) {
    try {
      const sealed = await sealPending()
      if (sealed.audit + sealed.annotations > 0) onSealed(sealed)
      failing = false
    } catch (error) {
      // Said once, not four times a second, while the database is away.
      if (!failing)
        logError({ sealer: "could not link", stack: error instanceof Error ? error.stack : error })
      failing = true
    }
    await delay(failing ? AFTER_ERROR_MS : EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
  }
}
