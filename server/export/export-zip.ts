import { Readable } from "node:stream"
import yazl from "yazl"
import { DiptychError } from "@/core/errors"
import { dataCard } from "@/formats/card/data-card"
import { hashesPathOf, type Manifest, type ManifestFile, manifestText } from "@/formats/export/manifest"
import { type SplitName, splitNames } from "@/formats/export/settings"
import type { ProjectAccess } from "@/server/access"
import { type ExportRun, getExportRun } from "@/server/data/export/export-runs"
import { leafMark, MerkleTree } from "@/server/export/merkle"
import { requireExportFormat } from "@/server/export/prepare-export"
import { type Line, produceLines } from "@/server/export/produce-lines"
import { sha256Hex } from "@/server/export/sha256"
import { ExportTally } from "@/server/export/tally"

export type ExportDownload = { readonly fileName: string; readonly body: ReadableStream<Uint8Array> }

/** Each download holds two connections while it runs. */
const MOST_DOWNLOADS = 4
/** A reader that takes nothing for so long is gone. */
const IDLE_MS = 5 * 60_000
let running = 0

/**
 * An earlier export as a ZIP, made anew from its snapshot while it is sent: nothing lies on the server's
 * disk, and the first bytes leave at once at any size. Every file is compared with the run's manifest on
 * the way; should one differ, the stream breaks off and leaves a ZIP that does not open.
 */
export async function openExportZip(
  access: ProjectAccess<"exports:create">,
  runId: string,
): Promise<ExportDownload> {
  const run = await getExportRun(access, runId)
  const format = requireExportFormat(run.format)
  const readme = dataCard({ format, settings: run.settings, counts: run.manifest.counts })
  const card = run.manifest.files.find((file) => file.path === "README.md")
  if (card?.sha256 !== sha256Hex(readme)) {
    throw new DiptychError(
      "CONFLICT",
      "This export was made by another version of Diptych, which wrote it differently. Make a new export.",
    )
  }
  if (running >= MOST_DOWNLOADS) {
    throw new DiptychError("TOO_MANY_REQUESTS", "Several downloads are running. Try again in a minute.", {
      retryAfterSeconds: 60,
    })
  }
  const root = `${run.format}-${run.manifest.sha256.slice(0, 12)}`
  return { fileName: `${access.slug}-${root}.zip`, body: zipOf(access, run, readme, root) }
}

function zipOf(
  access: ProjectAccess<"exports:create">,
  run: ExportRun,
  readme: string,
  root: string,
): ReadableStream<Uint8Array> {
  const zip = new yazl.ZipFile()
  const options = entryOptions()
  const output = zip.outputStream as Readable
  const source = new ShardSource(access, run, (error) => output.destroy(error))
  running++
  output.once("close", () => {
    running--
    source.close()
  })
  zip.on("error", (error) => output.destroy(error as Error))
  zip.addBuffer(Buffer.from(readme), `${root}/README.md`, options)
  zip.addBuffer(Buffer.from(manifestText(run.manifest)), `${root}/manifest.json`, options)
  // The ZIP writer listens to no error of what it reads: each source must say so itself.
  const guarded = (source: AsyncIterable<Buffer> | Iterable<Buffer>) =>
    Readable.from(source).on("error", (error) => output.destroy(error))
  for (const file of dataFiles(run.manifest)) {
    zip.addReadStreamLazy(`${root}/${file.path}`, options, (done) => {
      done(null, guarded(source.shard(file)))
    })
    zip.addReadStreamLazy(`${root}/${hashesPathOf(file.path)}`, options, (done) => {
      done(null, guarded([source.marks(file)]))
    })
  }
  zip.end()
  return Readable.toWeb(output) as ReadableStream<Uint8Array>
}

/** No time of making, in any time zone: ZIP's first day, without the extended time stamp. */
function entryOptions() {
  return { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true, compressionLevel: 1 }
}

/** In the order of config, split and shard, so that one reading serves all shards of a split. */
function dataFiles(manifest: Manifest): ManifestFile[] {
  return manifest.files
    .filter((file) => file.rows !== undefined)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Makes the lines of one split after another and cuts them where the manifest says. */
class ShardSource {
  #key = ""
  #lines: AsyncGenerator<Line[]> | undefined
  #waiting: Line[] = []
  readonly #marks = new Map<string, Buffer>()
  #idle: NodeJS.Timeout | undefined
  #closed = false

  constructor(
    readonly access: ProjectAccess<"exports:create">,
    readonly run: ExportRun,
    readonly giveUp: (error: Error) => void,
  ) {}

  async *shard(file: ManifestFile): AsyncGenerator<Buffer> {
    const tree = new MerkleTree()
    const marks: string[] = []
    let chunk: Buffer[] = []
    let bytes = 0
    for (let row = 0; row < (file.rows ?? 0); row++) {
      const text = await this.#next(file)
      const line = Buffer.from(`${text}\n`)
      marks.push(leafMark(tree.add(line.subarray(0, -1))))
      chunk.push(line)
      bytes += line.length
      if (bytes >= 256 * 1024) {
        this.#watch()
        yield Buffer.concat(chunk)
        chunk = []
        bytes = 0
      }
    }
    if (tree.root() !== file.merkle_root) throw new Error(`${file.path} came out differently.`)
    this.#marks.set(file.path, Buffer.from(marks.join("")))
    if (bytes > 0) yield Buffer.concat(chunk)
  }

  marks(file: ManifestFile): Buffer {
    const marks = this.#marks.get(file.path) ?? Buffer.alloc(0)
    this.#marks.delete(file.path)
    return marks
  }

  close(): void {
    // The ZIP writer may still ask for its next entry; it must not open anything then.
    this.#closed = true
    clearTimeout(this.#idle)
    // Ends the reading where it stands and gives its connections back.
    void this.#lines?.return(undefined).catch(() => {})
  }

  async #next(file: ManifestFile): Promise<string> {
    const [config = "", name = ""] = file.path.split("/")
    const split = name.split("-")[0]
    const key = `${config}/${split}`
    if (this.#closed) throw new Error("The download was given up.")
    if (key !== this.#key) {
      await this.#lines?.return(undefined)
      this.#key = key
      this.#waiting = []
      this.#lines = produceLines(
        this.access,
        {
          format: requireExportFormat(this.run.format),
          settings: this.run.settings,
          snapshot: this.run.snapshot,
          split: requireSplit(split),
        },
        new ExportTally(),
      )
    }
    for (;;) {
      const line = this.#waiting.shift()
      if (line?.config === config) return line.text
      if (line) continue
      const more = await this.#lines?.next()
      if (!more || more.done) throw new Error(`${file.path} came out shorter.`)
      this.#waiting = more.value
    }
  }

  #watch(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => this.giveUp(new Error("The reader of the download is gone.")), IDLE_MS)
    this.#idle.unref()
  }
}

function requireSplit(name: string | undefined): SplitName {
  const split = splitNames.find((candidate) => candidate === name)
  if (!split) throw new Error(`${name} is no split.`)
  return split
}
