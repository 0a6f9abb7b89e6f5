import { open, readdir, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import { DiptychError } from "@/core/errors"
import { chooseDataFiles } from "@/formats/import/data-files"
import { FileFault, fileFault } from "@/server/import/file-fault"
import type { ImportLimits } from "@/server/import/limits"
import { readBytes } from "@/server/import/read-bytes"
import type { SourceFile } from "@/server/import/source-file"
import type { ZipEntry } from "@/server/import/zip-entries"
import { listZipEntries } from "@/server/import/zip-entries"

export type Expanded = {
  readonly files: readonly SourceFile[]
  /** Files of a ZIP or folder that hold no rows: cards, licences, manifests. */
  readonly leftOut: readonly string[]
}

const cardBytes = 1024 * 1024

/**
 * ZIPs and folders into the files of rows in them; any other file as it is. What is wrong with a ZIP is
 * the fault of its one file, so that it is reported like every other. Throws DiptychError (NOT_FOUND)
 * for a path that is not there.
 */
export async function expandSources(sources: readonly SourceFile[], limits: ImportLimits): Promise<Expanded> {
  const files: SourceFile[] = []
  const leftOut: string[] = []
  for (const source of sources) {
    const found = await stat(source.path).catch(() => undefined)
    if (!found) throw new DiptychError("NOT_FOUND", `There is no file ${source.name}.`)
    if (!found.isDirectory() && !(await isZip(source.path))) {
      files.push(source)
      continue
    }
    try {
      const inside = found.isDirectory() ? await fromFolder(source, limits) : await fromZip(source, limits)
      files.push(...inside.files)
      leftOut.push(...inside.leftOut)
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      files.push({ ...source, fault: error })
    }
  }
  return { files, leftOut }
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path, "r")
  try {
    const head = Buffer.alloc(4)
    await handle.read(head, 0, 4, 0)
    // The second form is a ZIP without any file, which is an end alone.
    return head.readUInt32LE(0) === 0x04034b50 || head.readUInt32LE(0) === 0x06054b50
  } finally {
    await handle.close()
  }
}

async function fromZip(source: SourceFile, limits: ImportLimits): Promise<Expanded> {
  const entries = await listZipEntries(source.path, limits)
  if (entries.some(({ name }) => name === "[Content_Types].xml")) {
    throw fileFault("a spreadsheet or another office document", "CSV; save the sheet as CSV (UTF-8)")
  }
  // A ZIP of a folder holds that folder, one level down.
  const top = commonFolder(entries.map(({ name }) => name).filter((name) => !name.startsWith("__MACOSX/")))
  const toPath = (name: string) => (name.startsWith(top) ? name.slice(top.length) : name)
  const byPath = new Map(entries.map((entry) => [toPath(entry.name), entry]))
  const toSource = (entry: ZipEntry): SourceFile => ({
    name: `${source.name}/${entry.name}`,
    path: source.path,
    part: entry.part,
  })
  const card = byPath.get("README.md")
  const text = card && card.part.bytes <= cardBytes ? await readText(toSource(card), limits) : null
  return choose(source, [...byPath.keys()], text, (path) => {
    const entry = byPath.get(path)
    return entry ? toSource(entry) : source
  })
}

async function fromFolder(source: SourceFile, limits: ImportLimits): Promise<Expanded> {
  const paths = await listFolder(source.path, "", limits.maxZipEntries)
  const at = (path: string): SourceFile => ({
    name: `${basename(source.path)}/${path}`,
    path: join(source.path, path),
  })
  const text = paths.includes("README.md") ? await readText(at("README.md"), limits) : null
  return choose(source, paths.sort(), text, at)
}

function choose(
  source: SourceFile,
  paths: readonly string[],
  card: string | null,
  toSource: (path: string) => SourceFile,
): Expanded {
  const chosen = chooseDataFiles(paths, card)
  if (chosen.length === 0) {
    const found = paths.length === 0 ? "nothing in it" : `no file of rows among ${paths.length} in it`
    throw fileFault(found, "at least one file of JSONL, JSON, CSV, TSV or Parquet")
  }
  const taken = new Set(chosen.map(({ path }) => path))
  return {
    files: chosen.map(({ path, split }) => ({ ...toSource(path), split })),
    leftOut: paths.filter((path) => !taken.has(path)).map((path) => toSource(path).name),
  }
}

async function listFolder(root: string, below: string, most: number): Promise<string[]> {
  const paths: string[] = []
  for (const entry of await readdir(join(/*turbopackIgnore: true*/ root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`
    if (entry.name.startsWith(".")) continue
    if (entry.isDirectory()) paths.push(...(await listFolder(root, path, most)))
    else paths.push(path)
    if (paths.length > most) throw fileFault(`a folder of more than ${most} files`, `at most ${most}`)
  }
  return paths
}

function commonFolder(names: readonly string[]): string {
  const [first] = names
  const cut = first?.indexOf("/") ?? -1
  const top = cut < 0 ? "" : (first?.slice(0, cut + 1) ?? "")
  return top !== "" && names.every((name) => name.startsWith(top)) ? top : ""
}

/** A card that cannot be read says nothing; the data is then chosen by name. */
async function readText(file: SourceFile, limits: ImportLimits): Promise<string | null> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of readBytes(file, limits, { bytes: 0, sha256: "" }, undefined)) {
    bytes += chunk.length
    if (bytes > cardBytes) return null
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString("utf8")
}
