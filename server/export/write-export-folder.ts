import { mkdir, open, readdir, readFile, rename, rm, rmdir } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import { DiptychError } from "@/core/errors"
import { hashesPathOf, type Manifest, manifestSchema } from "@/formats/export/manifest"
import type { SplitName } from "@/formats/export/settings"
import type { ProjectAccess } from "@/server/access"
import { buildPapers, pathOf } from "@/server/export/build-manifest"
import type { PreparedExport } from "@/server/export/prepare-export"
import { produceLines } from "@/server/export/produce-lines"
import { type ShardSink, ShardSet } from "@/server/export/shard-set"
import { ExportTally } from "@/server/export/tally"

/**
 * Writes an export as a folder. It grows under another name beside the target, every file is flushed to
 * disk, and one rename at the very end gives it its name: whatever is killed when, a folder of that name
 * is complete. A folder that already holds the same export is left as it is; any other content is refused.
 */
export async function writeExportFolder(
  access: ProjectAccess<"exports:create">,
  prepared: PreparedExport,
  directory: string,
  options: {
    readonly signal?: AbortSignal | undefined
    readonly onRows?: ((rows: number) => void) | undefined
    /** Overall hash that must come out, for an export that is made again. */
    readonly mustBe?: string
  } = {},
): Promise<Manifest> {
  const target = resolve(/*turbopackIgnore: true*/ directory)
  const present = await readPresent(target)
  await mkdir(dirname(target), { recursive: true })
  await removeAbandoned(target)
  const partial = partialName(target, process.pid)
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial)
  try {
    const manifest = await fill(access, prepared, partial, options)
    if (options.mustBe !== undefined && options.mustBe !== manifest.sha256) throw changed()
    if (present !== undefined) {
      if (present !== manifest.sha256) throw occupied(target)
    } else {
      await rename(partial, target)
      await syncDirectory(dirname(target))
    }
    return manifest
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

async function fill(
  access: ProjectAccess<"exports:create">,
  prepared: PreparedExport,
  folder: string,
  { signal, onRows }: { signal?: AbortSignal | undefined; onRows?: ((rows: number) => void) | undefined },
): Promise<Manifest> {
  const tally = new ExportTally()
  const set = new ShardSet(prepared.settings.shardBytes, (config, split, index) =>
    openPart(folder, config, split, index),
  )
  let rows = 0
  for await (const lines of produceLines(access, { ...prepared, signal }, tally)) {
    for (const line of lines) await set.add(line)
    rows += lines.length
    onRows?.(rows)
  }
  const shards = await set.finish()
  for (const shard of shards) {
    const path = pathOf(shard, shards)
    const part = partPath(folder, shard.config, shard.split, shard.index)
    await rename(part, join(folder, path))
    const hashes = join(folder, hashesPathOf(path))
    await mkdir(dirname(hashes), { recursive: true })
    await rename(`${part}.hashes`, hashes)
  }
  const papers = buildPapers(prepared.format, prepared.settings, tally, shards)
  await writeSynced(join(folder, "README.md"), papers.readme)
  await writeSynced(join(folder, "manifest.json"), papers.manifestText)
  const leaves = papers.manifest.files.map((file) => dirname(join(folder, file.path)))
  // `hashes/preference`, `hashes` and the folder itself.
  for (const directory of new Set([...leaves, ...leaves.map(dirname), folder])) {
    if (directory.startsWith(folder)) await syncDirectory(directory)
  }
  return papers.manifest
}

function partPath(folder: string, config: string, split: SplitName, index: number): string {
  return join(folder, config, `${split}-${index}.part`)
}

async function openPart(folder: string, config: string, split: SplitName, index: number): Promise<ShardSink> {
  const path = partPath(folder, config, split, index)
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, "wx")
  return {
    write: async (chunk) => {
      await file.writeFile(chunk)
    },
    close: async (marks) => {
      await file.sync()
      await file.close()
      await writeSynced(`${path}.hashes`, marks)
    },
  }
}

async function writeSynced(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, "wx")
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename is on disk only when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r")
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** The overall hash of an export that is there already; undefined = nothing is. Anything else is refused. */
async function readPresent(target: string): Promise<string | undefined> {
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    if (error.code === "ENOTDIR") throw occupied(target)
    throw error
  })
  if (entries === undefined) return undefined
  if (entries.length === 0) {
    // A folder cannot be renamed onto another on every system.
    await rmdir(target)
    return undefined
  }
  const text = await readFile(join(target, "manifest.json"), "utf8").catch(() => "")
  try {
    return manifestSchema.parse(JSON.parse(text)).sha256
  } catch {
    throw occupied(target)
  }
}

function changed(): DiptychError {
  return new DiptychError(
    "CONFLICT",
    "The export did not come out as it was: a text of its snapshot was erased, or another version of Diptych made it. Nothing was written; make a new export.",
  )
}

function occupied(target: string): DiptychError {
  return new DiptychError(
    "CONFLICT",
    `${target} is not empty and holds something else than this export. Nothing was changed there; name a new folder.`,
  )
}

function partialName(target: string, pid: number): string {
  return join(dirname(target), `.${basename(target)}.partial-${pid}`)
}

/** What a killed export left behind, unless its program is still running. */
async function removeAbandoned(target: string): Promise<void> {
  const prefix = `.${basename(target)}.partial-`
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(prefix)) continue
    const pid = Number(name.slice(prefix.length))
    if (Number.isSafeInteger(pid) && pid > 0 && pid !== process.pid && !isRunning(pid)) {
      await rm(join(dirname(target), name), { recursive: true, force: true })
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
