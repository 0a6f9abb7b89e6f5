import { setTimeout as delay } from "node:timers/promises"
import { claimExportJob } from "@/server/data/export/export-jobs"
import { runExportJob } from "@/server/export/jobs/run-export-job"
import { logError } from "@/server/log"

const EVERY_MS = 500
const AFTER_ERROR_MS = 5000
/** At once in one process: each needs five connections and some fifty megabytes. */
const MOST = 2

/** Makes the exports that wait, until stopped. Every app process may run one: each job is claimed by one of them. */
export function startExporter(): { readonly stop: () => Promise<void> } {
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
  const running = new Set<Promise<void>>()
  let failing = false
  while (!signal.aborted) {
    try {
      while (running.size < MOST) {
        const job = await claimExportJob()
        if (!job) break
        const work = runExportJob(job, signal)
          .catch(report)
          .finally(() => running.delete(work))
        running.add(work)
      }
      failing = false
    } catch (error) {
      // Said once, not twice a second, while the database is away.
      if (!failing) report(error)
      failing = true
    }
    await delay(failing ? AFTER_ERROR_MS : EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
  }
  await Promise.all(running)
}

function report(error: unknown): void {
  logError({ exporter: "could not export", stack: error instanceof Error ? error.stack : error })
}
