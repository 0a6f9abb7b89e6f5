import type { FilePreview, PreviewItem } from "@/core/import-view"
import { DiptychError } from "@/core/errors"
import type { Message } from "@/core/messages"
import type { ImportItem } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import type { ProjectAccess } from "@/server/access"
import { FileFault } from "@/server/import/file-fault"
import { defaultLimits } from "@/server/import/limits"
import type { OpenFile } from "@/server/import/open-file"
import { openFile } from "@/server/import/open-file"
import { requireRunFiles } from "@/server/import/runs/run-files"
import type { SourceFile } from "@/server/import/source-file"

const shownRows = 5
const shownChars = 600

/** The first rows of each file as they will be understood; reads no further than that. */
export async function previewImport(
  access: ProjectAccess<"imports:create">,
  importId: string,
  mapping: Mapping,
): Promise<FilePreview[]> {
  const files = await requireRunFiles(access, importId)
  return Promise.all(files.map((file) => previewFile(file, mapping)))
}

async function previewFile(file: SourceFile, given: Mapping): Promise<FilePreview> {
  try {
    const open = await openFile(file, given, defaultLimits, { bytes: 0, sha256: "" })
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
  for (const record of sample.slice(0, 100)) {
    if (items.length === shownRows && badRows.length === shownRows) break
    const bad = record.row ? undefined : record.bad
    try {
      if (bad) throw new RowFault(bad)
      if (record.row && items.length < shownRows)
        items.push(toItem(record.line, shape.read(record.row, mapping)))
    } catch (error) {
      if (!(error instanceof RowFault)) throw error
      if (badRows.length < shownRows) badRows.push({ file: file.name, line: record.line, ...error.bad })
    }
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
    chosen: item.labels[0] && !item.labels[0].tie ? item.labels[0].better : null,
  }
}

function shorten({ role, content }: Message): Message {
  const short = content.length > shownChars ? `${content.slice(0, shownChars).toWellFormed()}…` : content
  return { role, content: short }
}
