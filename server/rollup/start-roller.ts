import { setTimeout as delay } from "node:timers/promises"
import { advanceRollup, listWaiting, packRollup } from "@/server/data/rollup/advance"
import { listUnpacked } from "@/server/data/rollup/packs"
import { logError } from "@/server/log"

/** How often it looks: the dashboard is at most about this far behind. */
const EVERY_MS = 1000
const AFTER_ERROR_MS = 5000

export type Roller = { readonly stop: () => Promise<void> }

/**
 * Keeps the counts of the dashboard up to date until stopped, from what was committed, beside and never inside the
 * transactions of those who answer. Every app process may run one: a lock in the database lets one count a project
 * at a time, and whatever a killed one left undone the next one finds.
 */
export function startRoller(): Roller {
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
  while (!signal.aborted) {
    try {
      for (const projectId of await listWaiting()) {
        if (signal.aborted) break
        await advanceRollup(projectId)
      }
      for (const projectId of await listUnpacked()) {
        if (signal.aborted) break
        await packRollup(projectId)
      }
      failing = false
    } catch (error) {
      // Said once, not every second, while the database is away.
      if (!failing)
        logError({ roller: "could not count", stack: error instanceof Error ? error.stack : error })
      failing = true
    }
    await delay(failing ? AFTER_ERROR_MS : EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
  }
}
