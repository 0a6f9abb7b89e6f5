import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises"
import { tmpdir, userInfo } from "node:os"
import { dirname, join } from "node:path"
import type { ProjectAccess } from "@/server/access"
import { type ExportRun, getLastErasure } from "@/server/data/export/export-runs"
import { env } from "@/server/env"
import { requireExportFormat } from "@/server/export/prepare-export"
import { getSigner } from "@/server/export/signing"
import { writeExportFolder } from "@/server/export/write-export-folder"

/** A folder that nobody asked for in so long makes room; it can be made again at any time. */
const KEPT_MS = 7 * 24 * 3_600_000

/**
 * Where finished exports wait for their downloads. It is a cache: whatever is missing (another machine, a
 * cleared disk) is made again from the snapshot, byte by byte.
 */
export function storedFolder(runId: string): string {
  return join(storeRoot(), runId)
}

function storeRoot(): string {
  const uploads = env().DIPTYCH_UPLOADS
  return uploads === undefined
    ? join(/*turbopackIgnore: true*/ tmpdir(), `diptych-exports-${userInfo().uid}`)
    : join(/*turbopackIgnore: true*/ dirname(uploads), "exports")
}

/**
 * How long a folder is made for nobody: who comes back in that time, since a proxy cut the line or a download
 * goes on by Range, finds it further and not at its beginning.
 */
export const UNWANTED_MS = 10_000

type Making = {
  readonly folder: Promise<string>
  readonly stop: AbortController
  wanted: number
  end?: NodeJS.Timeout
}
const making = new Map<string, Making>()

/**
 * The folder of a run, made again where it is not there. Who asks meanwhile waits for the same one; when
 * `signal` has taken the last of them away, its making stops.
 */
export async function ensureStored(
  access: ProjectAccess<"exports:create">,
  run: ExportRun,
  signal: AbortSignal,
): Promise<string> {
  const folder = storedFolder(run.id)
  let known = making.get(folder)
  while (known?.stop.signal.aborted) {
    // What it has written is cleared away first.
    await known.folder.catch(() => {})
    known = making.get(folder)
  }
  return waitFor(known ?? begin(access, run, folder), folder, signal)
}

function begin(access: ProjectAccess<"exports:create">, run: ExportRun, folder: string): Making {
  const stop = new AbortController()
  const made = findOrMake(access, run, folder, stop.signal).finally(() => making.delete(folder))
  const work = { folder: made, stop, wanted: 0 }
  making.set(folder, work)
  return work
}

async function waitFor(work: Making, folder: string, signal: AbortSignal): Promise<string> {
  let leave = () => {}
  const left = new Promise<void>((resolve) => (leave = resolve))
  signal.addEventListener("abort", leave)
  if (signal.aborted) leave()
  work.wanted++
  clearTimeout(work.end)
  try {
    await Promise.race([work.folder, left])
    signal.throwIfAborted()
    return await work.folder
  } finally {
    signal.removeEventListener("abort", leave)
    if (--work.wanted === 0 && making.get(folder) === work) {
      work.end = setTimeout(() => work.stop.abort(), UNWANTED_MS).unref()
    }
  }
}

async function findOrMake(
  access: ProjectAccess<"exports:create">,
  run: ExportRun,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const present = await stat(join(folder, "manifest.json")).catch(() => undefined)
  if (present) {
    const erased = await getLastErasure(access)
    if (erased === null || present.mtime > erased) {
      await touch(folder)
      return folder
    }
    // The files may hold what was erased since: they are made again, or not at all.
    await rm(folder, { recursive: true, force: true })
  }
  await mkdir(storeRoot(), { recursive: true, mode: 0o700 })
  const { settings, snapshot, manifest } = run
  const prepared = { format: requireExportFormat(run.format), settings, snapshot }
  const signer = manifest.public_key === undefined ? undefined : getSigner(access)
  await writeExportFolder(access, prepared, folder, { signal, mustBe: manifest, signer })
  return folder
}

/** Forgets what was not asked for in a week, and what a killed process left half made. */
export async function sweepStored(now: number): Promise<void> {
  await mkdir(storeRoot(), { recursive: true, mode: 0o700 })
  for (const name of await readdir(storeRoot())) {
    const folder = join(storeRoot(), name)
    const state = await stat(folder).catch(() => undefined)
    if (state && now - state.mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true })
  }
}

async function touch(folder: string): Promise<void> {
  const now = new Date()
  await utimes(folder, now, now).catch(() => {})
}
