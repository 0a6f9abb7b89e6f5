import { mkdir, open, readdir, readFile, rename, rm, rmdir } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import { DiptychError } from "@/core/errors"
import { hashesPathOf, type Manifest, manifestSchema } from "@/formats/export/manifest"
import type { SplitName } from "@/formats/export/settings"
import type { ProjectAccess } from "@/server/access"
import { buildPapers, pathOf } from "@/server/export/build-manifest"
import { type HeapRoom, LeanHeap } from "@/server/lean-heap"
import { packShard } from "@/server/export/pack-shard"
import { type PreparedExport, restorePrepared } from "@/server/export/prepare-export"
import { type Line, produceLines } from "@/server/export/produce-lines"
import { type Shard, type ShardSink, ShardSet } from "@/server/export/shard-set"
import { signatureText, type Signer } from "@/server/export/signing"
import { ExportTally } from "@/server/export/tally"
import { version } from "@/server/version"

export type WriteOptions = {
  readonly signal?: AbortSignal | undefined
  /** Rows written and annotations read so far. */
  readonly onRows?: ((rows: number, read: number) => void) | undefined
  /** What must come out, for an export that is made again. */
  readonly mustBe?: Manifest
  /** Signs the manifest; its public key stands in it. */
  readonly signer?: Signer | undefined
}

/** What a partial folder is going to be, for who takes it up after a crash. */
const WISH = "export.json"

/**
 * Writes an export as a folder. It grows under another name beside the target, every file is flushed to
 * disk, and one rename at the very end gives it its name: whatever is killed when, a folder of that name
 * is complete. A folder that already holds the same export is left as it is; any other content is refused.
 */
export async function writeExportFolder(
  access: ProjectAccess<"exports:create">,
  prepared: PreparedExport,
  directory: string,
  options: WriteOptions = {},
): Promise<Manifest> {
  const target = resolve(/*turbopackIgnore: true*/ directory)
  const present = await readPresent(target)
  await mkdir(dirname(target), { recursive: true })
  await removeAbandoned(target)
  const partial = partialName(target, process.pid)
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial)
  try {
    const { format, settings, snapshot } = prepared
    const wish = { project: access.projectId, format: format.name, settings, snapshot }
    await writeSynced(join(partial, WISH), JSON.stringify(wish))
    const manifest = await fill(access, prepared, partial, options)
    if (options.mustBe && options.mustBe.sha256 !== manifest.sha256) throw changed(options.mustBe)
    if (present !== undefined) {
      if (present !== manifest.sha256) throw occupied(target)
    } else {
      await rm(join(partial, WISH))
      await rename(partial, target)
      await syncDirectory(dirname(target))
    }
    return manifest
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

/**
 * What a killed export of this folder was about to write: with it the very same files can be made, whatever
 * was answered since. Undefined = there is none.
 */
export async function findAbandoned(
  directory: string,
  projectId: string,
): Promise<PreparedExport | undefined> {
  const target = resolve(/*turbopackIgnore: true*/ directory)
  for (const partial of await abandonedOf(target)) {
    const text = await readFile(join(partial, WISH), "utf8").catch(() => undefined)
    const prepared = text === undefined ? undefined : restorePrepared(text, projectId)
    if (prepared) return prepared
  }
  return undefined
}

async function fill(
  access: ProjectAccess<"exports:create">,
  prepared: PreparedExport,
  folder: string,
  { signal, onRows, signer, mustBe }: WriteOptions,
): Promise<Manifest> {
  const { format, settings } = prepared
  const tally = new ExportTally()
  const set = new ShardSet(settings.shardBytes, (config, split, index) =>
    openPart(folder, config, split, index),
  )
  const shards = await writeLines(set, produceLines(access, { ...prepared, signal }, tally), (rows) =>
    onRows?.(rows, tally.annotations),
  )
  const packed = []
  for (const shard of shards) {
    signal?.throwIfAborted()
    const path = pathOf(shard, shards, settings)
    const part = partPath(folder, shard.config, shard.split, shard.index)
    const hashes = join(folder, hashesPathOf(path))
    await mkdir(dirname(hashes), { recursive: true })
    await rename(`${part}.hashes`, hashes)
    packed.push({
      ...shard,
      ...(await packShard(settings.container, part, join(folder, path), format.columns, signal)),
      path,
    })
  }
  const papers = buildPapers(format, settings, tally, packed, signer?.publicKey, mustBe)
  for (const { path, text } of papers.papers) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeSynced(join(folder, path), text)
  }
  await writeSynced(join(folder, "manifest.json"), papers.manifestText)
  if (signer) await writeSynced(join(folder, "signature.json"), signatureText(signer, papers.manifest))
  const leaves = papers.manifest.files.map((file) => dirname(join(folder, file.path)))
  // `hashes/preference`, `hashes` and the folder itself.
  for (const directory of new Set([...leaves, ...leaves.map(dirname), folder])) {
    if (directory.startsWith(folder)) await syncDirectory(directory)
  }
  return papers.manifest
}

/** Little outlives its youth here, so that looking often costs less than the memory that waiting takes. */
const room: HeapRoom = { share: 1 / 8, least: 4 * 1024 * 1024 }

async function writeLines(
  set: ShardSet,
  batches: AsyncIterable<readonly Line[]>,
  onRows: (rows: number) => void,
): Promise<Shard[]> {
  const heap = new LeanHeap(room)
  let rows = 0
  let batch = 0
  try {
    for await (const lines of batches) {
      for (const line of lines) set.add(line)
      await set.ready()
      rows += lines.length
      // A batch is some tens of kilobytes; asking how full the heap is costs as much as some of its rows.
      if (++batch % 16 === 0) heap.sweep()
      onRows(rows)
    }
    return await set.finish()
  } catch (error) {
    await set.abandon()
    throw error
  }
}

function partPath(folder: string, config: string, split: SplitName, index: number): string {
  return join(folder, config, `${split}-${index}.part`)
}

async function openPart(folder: string, config: string, split: SplitName, index: number): Promise<ShardSink> {
  const path = partPath(folder, config, split, index)
  await mkdir(dirname(path), { recursive: true })
  const [lines, marks] = [await open(path, "wx"), await open(`${path}.hashes`, "wx")]
  const files = [lines, marks]
  return {
    write: (chunk) => lines.writeFile(chunk),
    writeMarks: (chunk) => marks.writeFile(chunk),
    close: async () => {
      for (const file of files) {
        await file.sync()
        await file.close()
      }
    },
    abandon: async () => {
      for (const file of files) await file.close()
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

function changed({ diptych_version }: Manifest): DiptychError {
  const maker = diptych_version === undefined ? "an earlier Diptych" : `Diptych ${diptych_version}`
  const other =
    diptych_version === version ? "" : `, or ${maker}, which made it, wrote differently than this ${version}`
  return new DiptychError(
    "CONFLICT",
    `The export did not come out as it was: a text of its snapshot was erased${other}. Nothing was written; make a new export.`,
    { madeBy: diptych_version ?? null, version },
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
  for (const partial of await abandonedOf(target)) await rm(partial, { recursive: true, force: true })
}

async function abandonedOf(target: string): Promise<string[]> {
  const prefix = `.${basename(target)}.partial-`
  const names = await readdir(dirname(target)).catch(() => [])
  return names
    .filter((name) => {
      const pid = Number(name.slice(prefix.length))
      if (!name.startsWith(prefix) || !Number.isSafeInteger(pid) || pid <= 0) return false
      return pid !== process.pid && !isRunning(pid)
    })
    .sort()
    .map((name) => join(dirname(target), name))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
