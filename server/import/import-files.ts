import { randomUUID } from "node:crypto"
import { stat } from "node:fs/promises"
import { DiptychError } from "@/core/errors"
import type { ProgressView } from "@/core/import-view"
import type { NewProject } from "@/core/new-project"
import type { Mapping } from "@/formats/import/mapping"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import type { Actor } from "@/server/actor"
import type { ImportCounts } from "@/server/data/import/counts"
import type { Loaded } from "@/server/data/import/copy-writer"
import { createMissingTasks } from "@/server/data/import/create-missing-tasks"
import type { RoundWish } from "@/server/data/import/import-round"
import { findImportRound } from "@/server/data/import/import-round"
import type { NewRun } from "@/server/data/import/import-run"
import { beginRun, finishRun } from "@/server/data/import/import-run"
import { settleLeaks } from "@/server/data/import/settle-leaks"
import { storeHistory } from "@/server/data/import/store-history"
import { createStaging, Staging } from "@/server/data/import/staging"
import { StagedRows } from "@/server/data/import/store-staged"
import { getTaskSetting } from "@/server/data/import/task-setting"
import { insertAudit } from "@/server/data/insert-audit"
import { insertProject } from "@/server/data/insert-project"
import { getPhraseBasis } from "@/server/data/leaks/phrase-basis"
import { applyDataRules, setUserCap } from "@/server/data/prompts/data-rules"
import { settleHeldTasks } from "@/server/data/prompts/settle-held"
import { onClient } from "@/server/data/run-sql"
import { type Client, transaction } from "@/server/data/transaction"
import { BadRows } from "@/server/import/bad-rows"
import type { Expanded } from "@/server/import/expand-sources"
import { expandSources } from "@/server/import/expand-sources"
import { ImportProgress } from "@/server/import/import-progress"
import type { ImportResult } from "@/server/import/import-result"
import { noCounts } from "@/server/import/import-result"
import type { ImportLimits } from "@/server/import/limits"
import { defaultLimits } from "@/server/import/limits"
import { LeakScan } from "@/server/import/leak-scan"
import type { SourceFile } from "@/server/import/source-file"
import type { StagedFiles } from "@/server/import/stage-files"
import { stageFiles } from "@/server/import/stage-files"
import { uuid7Source } from "@/server/import/uuid7"

/** Into a project that is there, or into one that is made in the same transaction. */
export type ImportTarget =
  | { readonly access: ProjectAccess<"imports:create">; readonly create?: undefined }
  | { readonly access: InstanceAccess<"projects:create">; readonly create: NewProject }

export type ImportOptions = {
  readonly files: readonly SourceFile[]
  readonly mapping?: Mapping
  /** Name of the shape of every file; default: as its first rows look. */
  readonly shape?: string | null
  /** Keep columns that mean nothing, as `params.columns` of the completions of their row. */
  readonly keepColumns?: boolean
  /** Leave bad rows out and store the rest; they are kept with the run. */
  readonly skipBadRows?: boolean
  /** Round of new completions and tasks, by number or name; `none` = no round. Default: the active one. */
  readonly round?: RoundWish
  /** Most prompts of one source user that are served, from now on; null = any number; absent = as the project says. */
  readonly userCap?: number | null
  /** Do everything and take it back: exact counts, no change. */
  readonly dryRun?: boolean
  readonly onProgress?: (progress: ProgressView) => void
  readonly signal?: AbortSignal
  /** Run that the browser prepared. */
  readonly importId?: string
  readonly limits?: Partial<ImportLimits>
}

/**
 * Reads files and stores what is new, in one transaction: whole, or (bad rows, cancel, kill -9) not
 * at all. Bad rows are no exception but a result with `refused: true`. Throws DiptychError for what
 * concerns no row: a missing file (NOT_FOUND), columns nobody understands (BAD_DATA), a slug that is
 * taken (CONFLICT).
 */
export async function importFiles(target: ImportTarget, options: ImportOptions): Promise<ImportResult> {
  const { dryRun = false, signal } = options
  if (options.files.length === 0) throw new DiptychError("INVALID_INPUT", "No file to import was named.")
  const { files, leftOut } = await expandSources(options.files, { ...defaultLimits, ...options.limits })
  const progress = new ImportProgress(await sizeOf(files), options.onProgress)
  const bad = new BadRows()
  const refused = new Refused()
  try {
    return await transaction(
      async (client) => {
        const run = await begin(client, target, options)
        const scan = new LeakScan(await getPhraseBasis(client, run.projectId))
        const rows = new StagedRows(client, run, (waits) => progress.wait(waits))
        const staged = {
          ...(await stage(client, bad, { ...options, files, progress, scan, run, rows })),
          leftOut,
        }
        if (staged.broken || isRefused(bad, options)) {
          refused.staged = staged
          throw refused
        }
        progress.enter("storing")
        return await store(client, target, options, bad, { ...staged, scan, run, rows }, () =>
          progress.enter("tasks"),
        )
      },
      { rollback: dryRun, signal },
    )
  } catch (error) {
    if (error !== refused || !refused.staged) throw error
    return result(target, options, bad, refused.staged, noCounts, nothingMade)
  }
}

type Staged = StagedFiles & Pick<Expanded, "leftOut">

type Run = NewRun & {
  readonly importId: string
  readonly round: { readonly id: string; readonly number: number } | null
  readonly roundId: string | null
}

type Made = {
  readonly judgments: number
  readonly importId: string | null
  readonly leaks: number
  readonly annotations: number
  readonly heldBack: number
}

const nothingMade: Made = { judgments: 0, importId: null, leaks: 0, annotations: 0, heldBack: 0 }

/** Leaves the transaction without a trace; not an error for anybody. */
class Refused extends Error {
  staged: Staged | undefined
}

async function sizeOf(files: readonly SourceFile[]): Promise<number> {
  let total = 0
  for (const file of files) {
    const found = await stat(file.path).catch(() => undefined)
    if (!found?.isFile()) throw new DiptychError("NOT_FOUND", `There is no file ${file.name}.`)
    total += file.part?.packedBytes ?? found.size
  }
  return total
}

function isRefused(bad: BadRows, { skipBadRows = false }: ImportOptions): boolean {
  return bad.count > 0 && !skipBadRows
}

/** Project and run, which the rows point at. */
async function begin(client: Client, target: ImportTarget, options: ImportOptions): Promise<Run> {
  const projectId = target.create
    ? (await insertProject(client, target.access, target.create)).id
    : target.access.projectId
  const id = options.importId ?? randomUUID()
  const round = await findImportRound(client, projectId, options.round ?? null)
  const settings = {
    mapping: options.mapping ?? {},
    ...(options.shape && { shape: options.shape }),
    ...(options.keepColumns && { keepColumns: true }),
    skipBadRows: options.skipBadRows ?? false,
    ...(round && { round: round.number }),
  }
  const { userId } = target.access
  const run = { id, importId: id, projectId, userId, settings, round, roundId: round?.id ?? null }
  await beginRun(client, run)
  return run
}

/** Reads the files; rows are stored behind the reading, a few thousand at a time. */
async function stage(
  client: Client,
  bad: BadRows,
  options: ImportOptions & {
    readonly progress: ImportProgress
    readonly scan: LeakScan
    readonly run: Run
    readonly rows: StagedRows
  },
): Promise<StagedFiles> {
  const { rows, run } = options
  await createStaging(client)
  const afterLoad = async (loaded: Loaded) => {
    await rows.lock()
    await rows.storeLoad(loaded, (conflicts) => {
      for (const one of conflicts) bad.add(options.files[one.file]?.name ?? "", one.line, one.bad)
      return !isRefused(bad, options)
    })
  }
  const staging = new Staging(client, uuid7Source(Date.now), afterLoad)
  return stageFiles(staging, options.files, bad, {
    reading: { mapping: options.mapping ?? {}, shape: options.shape },
    keepColumns: options.keepColumns ?? false,
    skipBadRows: options.skipBadRows ?? false,
    limits: { ...defaultLimits, ...options.limits },
    scan: options.scan,
    turns: (await getTaskSetting(client, run.projectId)).turns,
    signal: options.signal,
    onRead: (rows, bytes) => options.progress.read(rows, bytes),
  })
}

async function store(
  client: Client,
  target: ImportTarget,
  options: ImportOptions,
  bad: BadRows,
  staged: Staged & { readonly scan: LeakScan; readonly run: Run; readonly rows: StagedRows },
  onTasks: () => void,
): Promise<ImportResult> {
  const { run, rows } = staged
  const { projectId, importId } = run
  // Files without a row are an import, too.
  await rows.lock()
  const stored = await rows.finish()
  const annotations = await storeHistory(client, run)
  const leaks = await settleLeaks(client, run, staged.scan)
  if (options.userCap !== undefined) await setUserCap(client, projectId, options.userCap)
  const inside = onClient(client)
  const { held: heldBack } = await applyDataRules(inside, projectId)
  onTasks()
  const nextId = uuid7Source(Date.now)
  const setting = await getTaskSetting(client, projectId)
  const { judgments, ...tasks } = await createMissingTasks(client, setting, run, nextId)
  await settleHeldTasks(inside, projectId)
  const counts: ImportCounts = { ...stored, tasks }
  const runFiles = staged.files.map((file) => ({ ...file, id: nextId() }))
  const settings = { ...run.settings, files: staged.reports }
  const done = { ...counts, annotations, leaks, heldBack, badRows: bad.count }
  await finishRun(client, { ...run, settings }, done, runFiles)
  const after = {
    ...counts,
    badRows: bad.count,
    ...(run.round && { round: run.round.number }),
    ...(heldBack > 0 && { heldBack }),
    ...(options.userCap !== undefined && { userCap: options.userCap }),
  }
  await auditImport(client, target.access.actor, projectId, importId, after)
  return result(target, options, bad, staged, counts, { judgments, importId, leaks, annotations, heldBack })
}

async function auditImport(
  client: Client,
  actor: Actor,
  projectId: string,
  importId: string,
  after: object,
): Promise<void> {
  await insertAudit(client, {
    actor,
    projectId,
    action: "import:create",
    subjectType: "ImportRun",
    subjectId: importId,
    after,
  })
}

function result(
  target: ImportTarget,
  { dryRun = false }: ImportOptions,
  bad: BadRows,
  staged: Staged,
  counts: ImportCounts,
  made: Made,
): ImportResult {
  return {
    prompts: counts.prompts,
    completions: counts.completions,
    labels: counts.labels,
    tasks: { added: counts.tasks.added, existing: counts.tasks.existing },
    badRows: bad.listed,
    badRowCount: bad.count,
    judgments: made.judgments,
    leaks: made.leaks,
    annotations: made.annotations,
    heldBack: made.heldBack,
    files: staged.reports,
    leftOut: staged.leftOut,
    refused: made.importId === null,
    dryRun,
    project: target.create ? target.create.slug : target.access.slug,
    importId: dryRun ? null : made.importId,
  }
}
