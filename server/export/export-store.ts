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

const making = new Map<string, Promise<string>>()

/** The folder of a run, made again where it is not there. Two who ask wait for the same one. */
export async function ensureStored(access: ProjectAccess<"exports:create">, run: ExportRun): Promise<string> {
  const folder = storedFolder(run.id)
  const known = making.get(folder)
  if (known) return known
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
  const made = makeAgain(access, run, folder).finally(() => making.delete(folder))
  making.set(folder, made)
  return made
}

async function makeAgain(
  access: ProjectAccess<"exports:create">,
  run: ExportRun,
  folder: string,
): Promise<string> {
  await mkdir(storeRoot(), { recursive: true, mode: 0o700 })
  const { settings, snapshot, manifest } = run
  const prepared = { format: requireExportFormat(run.format), settings, snapshot }
  const signer = manifest.public_key === undefined ? undefined : getSigner(access)
  await writeExportFolder(access, prepared, folder, { mustBe: manifest.sha256, signer })
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
