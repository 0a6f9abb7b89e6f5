import type { CheckView, ProgressView } from "@/core/import-view"
import type { Mapping } from "@/formats/import/mapping"
import type { ProjectAccess } from "@/server/access"
import { markRunning, noteProgress, restRun } from "@/server/data/import-runs"
import { toErrorAnswer } from "@/server/http/error-answer"
import { importFiles } from "@/server/import/import-files"
import type { ImportResult } from "@/server/import/import-result"
import { requireRunFiles } from "@/server/import/runs/run-files"
import { removeUpload } from "@/server/import/runs/upload-folder"
import type { SourceFile } from "@/server/import/source-file"

export type RunRequest = {
  /** `check` does everything and takes it back, to say what `import` would do. */
  readonly kind: "check" | "import"
  readonly mapping: Mapping
  /** Name of the shape, or null for what the files look like. */
  readonly shape?: string | null
  readonly keepColumns?: boolean
  readonly skipBadRows: boolean
  /** Number of a round, `none`, or null for the active one. */
  readonly round?: string | null
}

/**
 * Starts the work and returns; the page asks for its state. State and cancel go through the
 * database, so that it does not matter which process of the app is asked.
 */
export async function runImport(
  access: ProjectAccess<"imports:create">,
  importId: string,
  request: RunRequest,
): Promise<void> {
  const files = await requireRunFiles(access, importId)
  await markRunning(access, importId, { ...request })
  // Whatever it ends with is on the run; what is left here is a database that went away.
  work(access, importId, files, request).catch(toErrorAnswer)
}

async function work(
  access: ProjectAccess<"imports:create">,
  importId: string,
  files: readonly SourceFile[],
  request: RunRequest,
): Promise<void> {
  const stop = new AbortController()
  let progress: ProgressView = { phase: "reading", rows: 0, bytes: 0, totalBytes: 0 }
  const beat = setInterval(() => {
    noteProgress(importId, progress).then(
      (live) => {
        if (!live) stop.abort()
      },
      // The database is away for a moment; the import's own statements will say so if it stays.
      () => {},
    )
  }, 500)
  try {
    const result = await importFiles(
      { access },
      {
        files,
        importId,
        mapping: request.mapping,
        shape: request.shape ?? null,
        keepColumns: request.keepColumns ?? false,
        skipBadRows: request.skipBadRows,
        round: request.round ?? null,
        dryRun: request.kind === "check",
        signal: stop.signal,
        onProgress: (now) => {
          progress = now
        },
      },
    )
    clearInterval(beat)
    await finish(importId, request, result)
  } catch (error) {
    clearInterval(beat)
    await restRun(importId, toEnd(error, stop.signal), [])
  }
}

async function finish(importId: string, request: RunRequest, result: ImportResult): Promise<void> {
  if (result.dryRun) {
    await restRun(importId, { status: "PREVIEW", check: toCheck(result) }, result.badRows)
  } else if (result.refused) {
    const error = `${result.badRowCount} bad rows; nothing was stored.`
    await restRun(importId, { status: "FAILED", error, check: toCheck(result) }, result.badRows)
  } else if (request.kind === "import") {
    await removeUpload(importId)
  }
}

function toCheck({
  prompts,
  completions,
  labels,
  tasks,
  judgments,
  heldBack,
  badRowCount,
  refused,
}: ImportResult): CheckView {
  return { prompts, completions, labels, tasks, judgments, heldBack, badRowCount, refused }
}

function toEnd(error: unknown, signal: AbortSignal) {
  if (signal.aborted) return { status: "CANCELLED" as const }
  // Logs what nobody foresaw and answers with its number.
  return { status: "FAILED" as const, error: toErrorAnswer(error).error.message }
}
