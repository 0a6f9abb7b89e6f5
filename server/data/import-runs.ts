import type { BadRowView, CheckView, CountsView, ImportRunView, ProgressView } from "@/core/import-view"
import { DiptychError } from "@/core/errors"
import type { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db } from "@/server/data/db"

type Access = ProjectAccess<"imports:create">

/** Shape of ImportRun.counts: counts of a finished run, else what is known on the way there. */
type RunCounts = Partial<CountsView> & {
  readonly progress?: ProgressView
  /** When the running process last said that it lives. */
  readonly aliveAt?: string
  readonly check?: CheckView
  readonly badRows?: number
  readonly leaks?: number
  readonly heldBack?: number
}

/** A run whose process has been silent this long is over: it was killed, and nothing was stored. */
const silentMs = 30_000

export async function createImportRun(access: Access): Promise<{ id: string }> {
  return db().importRun.create({
    data: { projectId: access.projectId, settings: {}, createdById: access.userId },
    select: { id: true },
  })
}

export async function addImportFile(
  access: Access,
  importId: string,
  file: { readonly name: string; readonly bytes: number },
): Promise<{ id: string }> {
  await requireEditableRun(access, importId)
  return db().importFile.create({ data: { importId, ...file, sha256: "" }, select: { id: true } })
}

export async function removeImportFile(access: Access, importId: string, fileId: string): Promise<void> {
  await requireEditableRun(access, importId)
  await db().importFile.deleteMany({ where: { id: fileId, importId } })
}

export async function listImportFiles(access: Access, importId: string) {
  const files = await db().importFile.findMany({
    where: { importId, importRun: { projectId: access.projectId } },
    orderBy: { id: "asc" },
    select: { id: true, name: true, bytes: true },
  })
  return files.map((file) => ({ ...file, bytes: Number(file.bytes) }))
}

/** NOT_FOUND for another project's run, CONFLICT for one that runs or is over. */
export async function requireEditableRun(access: Access, importId: string): Promise<void> {
  const run = await findRun(access, importId)
  if (run.status === "RUNNING") throw new DiptychError("CONFLICT", "This import is running.")
  if (run.status === "DONE") throw new DiptychError("CONFLICT", "This import is done; start a new one.")
}

/** From any resting state to RUNNING, by exactly one caller. Bad rows of an earlier try are dropped. */
export async function markRunning(access: Access, importId: string, settings: object): Promise<void> {
  await findRun(access, importId)
  const { count } = await db().importRun.updateMany({
    where: { id: importId, projectId: access.projectId, status: { in: ["PREVIEW", "FAILED", "CANCELLED"] } },
    data: { status: "RUNNING", settings, counts: { aliveAt: new Date().toISOString() }, error: null },
  })
  if (count === 0) throw new DiptychError("CONFLICT", "This import is running or done already.")
  await db().importBadRow.deleteMany({ where: { importId } })
}

/** False when the run was cancelled (or is over): then the work must stop. */
export async function noteProgress(importId: string, progress: ProgressView): Promise<boolean> {
  const counts: RunCounts = { progress, aliveAt: new Date().toISOString() }
  const { count } = await db().importRun.updateMany({
    where: { id: importId, status: "RUNNING" },
    data: { counts },
  })
  return count === 1
}

/** Ends a run that stored nothing: a check, a refusal, a fault or a cancel. */
export async function restRun(
  importId: string,
  end: { status: "PREVIEW" | "FAILED" | "CANCELLED"; error?: string; check?: CheckView },
  badRows: readonly BadRowView[],
): Promise<void> {
  const counts: RunCounts = {
    ...(end.check && { check: end.check }),
    badRows: end.check?.badRowCount ?? badRows.length,
  }
  await db().$transaction(async (tx) => {
    const { count } = await tx.importRun.updateMany({
      where: { id: importId, status: { in: ["RUNNING", "CANCELLED"] } },
      data: { status: end.status, error: end.error ?? null, counts, finishedAt: new Date() },
    })
    if (count === 0) return
    for (let start = 0; start < badRows.length; start += 1000) {
      const data = badRows.slice(start, start + 1000).map((bad) => ({ ...bad, importId }))
      await tx.importBadRow.createMany({ data })
    }
  })
}

/** Asks a running import to stop; its process sees it within a second. */
export async function cancelImportRun(access: Access, importId: string): Promise<void> {
  await findRun(access, importId)
  await db().$transaction(async (tx) => {
    const { count } = await tx.importRun.updateMany({
      where: { id: importId, projectId: access.projectId, status: "RUNNING" },
      data: { status: "CANCELLED", finishedAt: new Date() },
    })
    if (count === 0) return
    await writeAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: "import:cancel",
      subjectType: "ImportRun",
      subjectId: importId,
    })
  })
}

const runSelect = {
  id: true,
  status: true,
  createdAt: true,
  counts: true,
  error: true,
  files: { select: { id: true, name: true, bytes: true }, orderBy: { id: "asc" } },
  _count: { select: { badRows: true } },
} satisfies Prisma.ImportRunSelect
type RunRow = Prisma.ImportRunGetPayload<{ select: typeof runSelect }>

export async function getImportRun(access: Access, importId: string): Promise<ImportRunView> {
  const run = await findRun(access, importId)
  const badRows = await db().importBadRow.findMany({
    where: { importId },
    orderBy: [{ file: "asc" }, { line: "asc" }, { id: "asc" }],
    take: 100,
    select: { file: true, line: true, field: true, found: true, expected: true },
  })
  return { ...toView(run), badRows }
}

/** The latest imports of a project; those that never got a file are left out. */
export async function listImportRuns(access: Access): Promise<ImportRunView[]> {
  const runs = await db().importRun.findMany({
    where: { projectId: access.projectId, files: { some: {} }, status: { not: "PREVIEW" } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 50,
    select: runSelect,
  })
  return runs.map(toView)
}

/** Bad rows in pages, for the download. */
export async function listBadRows(access: Access, importId: string, afterId: string | null) {
  return db().importBadRow.findMany({
    where: {
      importId,
      importRun: { projectId: access.projectId },
      ...(afterId && { id: { gt: afterId } }),
    },
    orderBy: { id: "asc" },
    take: 1000,
  })
}

async function findRun(access: Access, importId: string): Promise<RunRow> {
  const run = await db().importRun.findFirst({
    where: { id: importId, projectId: access.projectId },
    select: runSelect,
  })
  if (!run) throw new DiptychError("NOT_FOUND", "There is no such import in this project.")
  if (!isSilent(run)) return run
  const end = { status: "FAILED", error: interrupted } as const
  await db().importRun.updateMany({ where: { id: run.id, status: "RUNNING" }, data: end })
  return { ...run, ...end }
}

const interrupted = "The server stopped in the middle. Nothing was stored; import again."

function isSilent({ status, counts }: Pick<RunRow, "status" | "counts">): boolean {
  const { aliveAt = "" } = (counts ?? {}) as RunCounts
  return status === "RUNNING" && Date.now() - Date.parse(aliveAt) > silentMs
}

function toView(run: RunRow): ImportRunView {
  const counts = (run.counts ?? {}) as RunCounts
  const silent = isSilent(run)
  const { prompts, completions, labels, tasks } = counts
  return {
    id: run.id,
    status: silent ? "FAILED" : run.status,
    createdAt: run.createdAt.toISOString(),
    files: run.files.map((file) => ({ ...file, bytes: Number(file.bytes) })),
    progress: run.status === "RUNNING" ? (counts.progress ?? null) : null,
    check: counts.check ?? null,
    counts: prompts && completions && labels && tasks ? { prompts, completions, labels, tasks } : null,
    leaks: counts.leaks ?? 0,
    heldBack: counts.heldBack ?? 0,
    error: silent ? interrupted : run.error,
    badRowCount: counts.badRows ?? run._count.badRows,
    badRows: [],
  }
}
