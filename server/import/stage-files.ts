import { DiptychError } from "@/core/errors"
import type { Protocol } from "@/core/protocol"
import type { Reading } from "@/formats/import/shapes"
import type { RunFile } from "@/server/data/import/import-run"
import type { Staging } from "@/server/data/import/staging"
import type { BadRows } from "@/server/import/bad-rows"
import { FileFault } from "@/server/import/file-fault"
import type { FileReport } from "@/server/import/import-result"
import type { ReadRow } from "@/server/import/item-reader"
import { ItemReader } from "@/server/import/item-reader"
import type { LeakScan } from "@/server/import/leak-scan"
import type { ImportLimits } from "@/server/import/limits"
import { openFile } from "@/server/import/open-file"
import type { ReadMeter } from "@/server/import/read-bytes"
import type { SourceFile } from "@/server/import/source-file"
import { LeanHeap } from "@/server/lean-heap"
import { Pace } from "@/server/pace"
import { stageItem } from "@/server/import/stage-item"

export type StageOptions = {
  readonly reading: Reading
  /** Columns that mean nothing stay with the completions of their row. */
  readonly keepColumns: boolean
  readonly skipBadRows: boolean
  readonly limits: ImportLimits
  readonly scan: LeakScan
  /** `each`: conversations are also stored as they were after their earlier turns. */
  readonly turns: Protocol["turns"]
  readonly signal?: AbortSignal | undefined
  /** Rows so far, and bytes of the files so far (packed, as on disk). */
  readonly onRead: (rows: number, bytes: number) => void
}

export type StagedFiles = {
  readonly reports: readonly FileReport[]
  readonly files: readonly RunFile[]
  /** A file could not be read to its end: nothing may be stored, bad rows skipped or not. */
  readonly broken: boolean
}

/** Reads all files into the staging tables; bad rows are noted and left out. */
export async function stageFiles(
  staging: Staging,
  files: readonly SourceFile[],
  bad: BadRows,
  options: StageOptions,
): Promise<StagedFiles> {
  const state: State = { staging, bad, options, rows: 0, bytesBefore: 0 }
  const reports: FileReport[] = []
  const runFiles: RunFile[] = []
  let broken = false
  for (const [number, file] of files.entries()) {
    const meter: ReadMeter = { bytes: 0, sha256: "" }
    try {
      reports.push(await stageFile(state, file, number, meter))
    } catch (error) {
      if (!(error instanceof FileFault)) throw nameFile(error, file)
      bad.add(file.name, error.line, error.bad)
      broken = true
    }
    runFiles.push({ name: file.name, bytes: meter.bytes, sha256: meter.sha256 })
    state.bytesBefore += meter.bytes
    if (tooManyBad(state)) break
  }
  await staging.flush()
  return { reports, files: runFiles, broken }
}

type State = {
  readonly staging: Staging
  readonly bad: BadRows
  readonly options: StageOptions
  rows: number
  bytesBefore: number
}

async function stageFile(
  state: State,
  file: SourceFile,
  number: number,
  meter: ReadMeter,
): Promise<FileReport> {
  const { reading, keepColumns, limits, signal, onRead } = state.options
  const open = await openFile(file, reading, limits, meter, signal)
  const { shape, mapping: used } = open.understood
  const taken = new Set([...Object.values(used).flat(), ...(shape.also ?? [])])
  const reader = new ItemReader(shape, used, file.split, keepColumns ? taken : null)
  const before = state.rows
  const heap = new LeanHeap()
  const pace = new Pace()
  for await (const batch of open.batches) {
    for (const record of batch) {
      state.rows += 1
      for (const read of reader.push(record)) stageRead(state, file, number, read)
      if (pace.isDue()) await pace.rest()
    }
    await state.staging.ready()
    heap.sweep()
    onRead(state.rows, state.bytesBefore + meter.bytes)
    if (tooManyBad(state)) break
  }
  for (const read of reader.end()) stageRead(state, file, number, read)
  return {
    file: file.name,
    container: open.container,
    shape: shape.name,
    mapping: used,
    unmappedColumns: [...open.columns].filter((column) => !taken.has(column)),
    rows: state.rows - before,
  }
}

function stageRead(state: State, file: SourceFile, number: number, read: ReadRow): void {
  if (read.bad) {
    state.bad.add(file.name, read.line, read.bad)
    state.staging.addBad(file.name, read.line, read.bad)
    return
  }
  // With a bad row nothing will be stored, so the rest is only read for what else is wrong.
  if (state.bad.count > 0 && !state.options.skipBadRows) return
  const at = { row: state.rows, file: number, line: read.line }
  const { scan, turns } = state.options
  for (const item of read.items) stageItem(state.staging, scan, at, item, turns)
}

function tooManyBad({ bad, options }: State): boolean {
  return !options.skipBadRows && bad.count >= options.limits.maxBadRows
}

/** A refusal that knows only columns gets the name of its file. */
function nameFile(error: unknown, file: SourceFile): unknown {
  if (!(error instanceof DiptychError)) return error
  return new DiptychError(error.code, `${file.name}: ${error.message}`, { ...error.details, file: file.name })
}
