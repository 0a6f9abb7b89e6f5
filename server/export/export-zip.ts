import { createReadStream } from "node:fs"
import { join } from "node:path"
import type { Readable } from "node:stream"
import yazl from "yazl"
import { DiptychError } from "@/core/errors"
import { folderPapers, type Paper } from "@/formats/card/papers"
import { type Manifest, manifestText } from "@/formats/export/manifest"
import type { ProjectAccess } from "@/server/access"
import { type ExportRun, getExportRun } from "@/server/data/export/export-runs"
import { ensureStored } from "@/server/export/export-store"
import { requireExportFormat } from "@/server/export/prepare-export"
import { sha256Hex } from "@/server/export/sha256"
import { skipBytes } from "@/server/export/skip-bytes"
import { toBody } from "@/server/http/to-body"

export type ExportDownload = {
  readonly fileName: string
  /** Of the whole ZIP, which is the same to the byte each time. */
  readonly bytes: number
  readonly etag: string
  readonly body: ReadableStream<Uint8Array>
}

const MOST_DOWNLOADS = 8
/** A reader that takes nothing for so long is gone. */
const IDLE_MS = 5 * 60_000
let running = 0

/**
 * An earlier export as a ZIP of its files, stored and not packed: so its size is known, a broken download
 * goes on where it broke (`from`), and the papers leave at once while the data files are made again, should
 * they not lie there any more. Files that come out differently break the stream off. A reader that leaves, also
 * before it has read anything (`signal`), wants none of it.
 */
export async function openExportZip(
  access: ProjectAccess<"exports:create">,
  runId: string,
  { from = 0, signal }: { readonly from?: number; readonly signal?: AbortSignal } = {},
): Promise<ExportDownload> {
  const run = await getExportRun(access, runId)
  const papers = papersOf(run)
  if (running >= MOST_DOWNLOADS) {
    throw new DiptychError("TOO_MANY_REQUESTS", "Several downloads are running. Try again in a minute.", {
      retryAfterSeconds: 60,
    })
  }
  const root = `${run.format}-${run.manifest.sha256.slice(0, 12)}`
  const { output, bytes } = await zipOf(access, run, papers, root)
  running++
  const leave = () => output.destroy()
  signal?.addEventListener("abort", leave)
  output.once("close", () => {
    running--
    signal?.removeEventListener("abort", leave)
  })
  if (signal?.aborted) leave()
  const body = from === 0 ? output : output.pipe(skipBytes(from))
  if (body !== output) {
    output.on("error", (error) => body.destroy(error))
    body.once("close", () => output.destroy())
  }
  watch(output)
  return {
    fileName: `${access.slug}-${root}.zip`,
    bytes,
    etag: `"${run.manifest.sha256}"`,
    body: toBody(body),
  }
}

/** They hang on the manifest alone; another version of Diptych might word them differently. */
function papersOf(run: ExportRun): readonly Paper[] {
  const papers = folderPapers({
    format: requireExportFormat(run.format),
    settings: run.settings,
    counts: run.manifest.counts,
    files: dataFilesOf(run.manifest),
  })
  for (const { path, text } of papers) {
    if (run.manifest.files.find((file) => file.path === path)?.sha256 === sha256Hex(text)) continue
    throw new DiptychError(
      "CONFLICT",
      "This export was made by another version of Diptych, which wrote it differently. Make a new export.",
    )
  }
  return papers
}

function dataFilesOf(manifest: Manifest) {
  return manifest.files.flatMap(({ path, rows, bytes, sha256 }) => {
    const [config = "", name = ""] = path.split("/")
    return rows === undefined ? [] : [{ path, config, split: name.split("-")[0] ?? "", rows, bytes, sha256 }]
  })
}

async function zipOf(
  access: ProjectAccess<"exports:create">,
  run: ExportRun,
  papers: readonly Paper[],
  root: string,
): Promise<{ readonly output: Readable; readonly bytes: number }> {
  const zip = new yazl.ZipFile()
  const output = zip.outputStream as Readable
  zip.on("error", (error) => output.destroy(error as Error))
  const known = new Set<string>()
  for (const { path, text } of [...papers, { path: "manifest.json", text: manifestText(run.manifest) }]) {
    zip.addBuffer(Buffer.from(text), `${root}/${path}`, entryOptions())
    known.add(path)
  }
  const left = new AbortController()
  let folder: Promise<string> | undefined
  let source: Readable | undefined
  const fail = (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error)))
  const open = async (place: Promise<string>, path: string, done: (error: null, from: Readable) => void) => {
    try {
      source = createReadStream(join(/*turbopackIgnore: true*/ await place, path), {
        highWaterMark: 256 * 1024,
      })
      // The ZIP writer listens to no error of what it reads.
      source.on("error", fail)
      done(null, source)
    } catch (error) {
      fail(error)
    }
  }
  for (const { path, bytes } of run.manifest.files.filter((file) => !known.has(file.path))) {
    zip.addReadStreamLazy(`${root}/${path}`, { ...entryOptions(), size: bytes }, (done) => {
      folder ??= ensureStored(access, run, left.signal)
      void open(folder, path, done)
    })
  }
  output.once("close", () => {
    left.abort()
    source?.destroy()
  })
  const bytes = await new Promise<number>((resolve) => {
    // Its types do not know that it tells the size.
    zip.end({ forceZip64Format: false, comment: "" }, (size?: number) => resolve(size ?? -1))
  })
  return { output, bytes }
}

/** No time of making, in any time zone: ZIP's first day, without the extended time stamp. */
function entryOptions() {
  return { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true, compress: false }
}

function watch(output: Readable): void {
  let idle: NodeJS.Timeout | undefined
  const again = () => {
    clearTimeout(idle)
    idle = setTimeout(() => output.destroy(new Error("The reader of the download is gone.")), IDLE_MS)
    idle.unref()
  }
  output.once("resume", again)
  const push = output.push.bind(output)
  output.push = (chunk: unknown, encoding?: BufferEncoding) => {
    again()
    return push(chunk, encoding)
  }
  output.once("close", () => clearTimeout(idle))
}
