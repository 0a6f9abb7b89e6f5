import type { FilePreview, PreviewItem } from "@/core/import-view"
import { DiptychError } from "@/core/errors"
import type { Message } from "@/core/messages"
import type { ImportItem } from "@/formats/import/item"
import type { Reading } from "@/formats/import/shapes"
import type { ProjectAccess } from "@/server/access"
import { expandSources } from "@/server/import/expand-sources"
import { FileFault } from "@/server/import/file-fault"
import { ItemReader } from "@/server/import/item-reader"
import { defaultLimits } from "@/server/import/limits"
import type { OpenFile } from "@/server/import/open-file"
import { openFile } from "@/server/import/open-file"
import { requireRunFiles } from "@/server/import/runs/run-files"
import type { SourceFile } from "@/server/import/source-file"

const shownFiles = 12
const shownRows = 5
const shownChars = 600

/** The first rows of each file as they will be understood; reads no further than that. */
export async function previewImport(
  access: ProjectAccess<"imports:create">,
  importId: string,
  reading: Reading,
): Promise<FilePreview[]> {
  const uploaded = await requireRunFiles(access, importId)
  const { files } = await expandSources(uploaded, defaultLimits)
  // A folder of many shards is understood by its first ones.
  return Promise.all(files.slice(0, shownFiles).map((file) => previewFile(file, reading)))
}

async function previewFile(file: SourceFile, reading: Reading): Promise<FilePreview> {
  try {
    const open = await openFile(file, reading, defaultLimits, { bytes: 0, sha256: "" })
    await open.batches.return(undefined)
    return toPreview(file, open)
  } catch (error) {
    const columns = error instanceof DiptychError ? error.details["columns"] : undefined
    return {
      ...nothing,
      file: file.name,
      columns: Array.isArray(columns) ? columns.map(String) : [],
      error: messageOf(error),
    }
  }
}

const nothing: FilePreview = {
  file: "",
  error: null,
  container: "",
  shape: "",
  columns: [],
  mapping: {},
  unmapped: [],
  items: [],
  badRows: [],
}

function messageOf(error: unknown): string {
  if (error instanceof DiptychError) return error.message
  if (error instanceof FileFault) {
    return `Line ${error.line}: found ${error.bad.found}; expected ${error.bad.expected}.`
  }
  throw error
}

function toPreview(file: SourceFile, { container, understood, columns, sample }: OpenFile): FilePreview {
  const { shape, mapping, unmapped } = understood
  const items: PreviewItem[] = []
  const badRows: FilePreview["badRows"][number][] = []
  const reader = new ItemReader(shape, mapping, file.split)
  for (const record of [...sample.slice(0, 100), null]) {
    if (items.length === shownRows && badRows.length === shownRows) break
    for (const read of record ? reader.push(record) : reader.end()) {
      if (read.bad) badRows.push({ file: file.name, line: read.line, ...read.bad })
      else items.push(...read.items.map((item) => toItem(read.line, item)))
    }
    items.splice(shownRows)
    badRows.splice(shownRows)
  }
  return {
    file: file.name,
    error: null,
    container,
    shape: shape.label,
    columns: [...columns],
    mapping,
    unmapped,
    items,
    badRows,
  }
}

function toItem(line: number, item: ImportItem): PreviewItem {
  return {
    line,
    prompt: item.prompt.messages.map(shorten),
    completions: item.completions
      .slice(0, 12)
      .map((one) => ({ model: one.model, messages: one.messages.map(shorten) })),
    chosen: chosenOf(item),
  }
}

/** The better one of a pair, where everybody who labeled it says so; a ranking has no single one. */
function chosenOf({ completions, labels }: ImportItem): number | null {
  const [first] = labels
  if (!first || first.tie || completions.length !== 2) return null
  return labels.every((label) => !label.tie && label.better === first.better) ? first.better : null
}

function shorten({ role, content }: Message): Message {
  const short = content.length > shownChars ? `${content.slice(0, shownChars).toWellFormed()}…` : content
  return { role, content: short }
}
