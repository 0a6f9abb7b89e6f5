import { DiptychError } from "@/core/errors"
import { exportSettingsSchema } from "@/formats/export/settings"
import { requireProjectAccess } from "@/server/access"
import { requireSameActor } from "@/server/auth/same-actor"
import { advanceExportJob, endExportJob, type ExportJob } from "@/server/data/export/export-jobs"
import { makeExport } from "@/server/export/make-export"
import { requireExportFormat } from "@/server/export/prepare-export"
import { toErrorAnswer } from "@/server/http/error-answer"

/** How often it says that it lives; a cancel is seen as soon. */
const EVERY_MS = 1000

/**
 * Makes an export that was claimed and writes down how it ended. Killed at any point, the next who claims it
 * makes the same bytes out of the same snapshot. `stopping` gives it back.
 */
export async function runExportJob(job: ExportJob, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController()
  let done = 0
  const beat = setInterval(() => {
    advanceExportJob(job, done).then(
      (isMine) => {
        if (!isMine) lost.abort()
      },
      // The database is away for a moment; if it stays, the export's own statements say so.
      () => {},
    )
  }, EVERY_MS)
  const signal = AbortSignal.any([stopping, lost.signal])
  try {
    const { format, settings, snapshot, actor } = job.payload
    // Who lost the permission meanwhile gets nothing.
    const access = await requireProjectAccess(await requireSameActor(actor), job.slug, "exports:create")
    const prepared = {
      format: requireExportFormat(format),
      settings: exportSettingsSchema.parse(settings),
      snapshot,
    }
    await makeExport(access, job.id, prepared, {
      signal,
      onRows: (_, read) => {
        done = read
      },
      // Nothing is written down that was cancelled in the last second.
      confirm: async () => {
        if (!(await advanceExportJob(job, done))) throw new DiptychError("CONFLICT", "Cancelled.")
      },
    })
    await endExportJob(job, "DONE")
  } catch (error) {
    // Lost or cancelled: its row belongs to somebody else, or says so already.
    if (stopping.aborted) await endExportJob(job, "QUEUED")
    else if (!lost.signal.aborted) await endExportJob(job, "FAILED", toErrorAnswer(error).error.message)
  } finally {
    clearInterval(beat)
  }
}
