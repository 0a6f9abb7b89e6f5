import { DiptychError } from "@/core/errors"
import type { ImportItem } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import type { BadRow } from "@/server/import/bad-rows"
import { expandSources } from "@/server/import/expand-sources"
import { FileFault } from "@/server/import/file-fault"
import { ItemReader } from "@/server/import/item-reader"
import type { ImportLimits } from "@/server/import/limits"
import { defaultLimits } from "@/server/import/limits"
import { openFile } from "@/server/import/open-file"
import type { SourceFile } from "@/server/import/source-file"

export type WholeRead = {
  readonly items: ImportItem[]
  readonly bad: BadRow[]
  readonly shapes: string[]
  readonly containers: string[]
  readonly leftOut: readonly string[]
}

/** Everything a file, ZIP or folder holds, as an import would take it, without a database. */
export async function readWhole(
  source: SourceFile,
  limits: Partial<ImportLimits> = {},
  mapping: Mapping = {},
): Promise<WholeRead> {
  const all = { ...defaultLimits, ...limits }
  const { files, leftOut } = await expandSources([source], all)
  const read: WholeRead = { items: [], bad: [], shapes: [], containers: [], leftOut }
  for (const file of files) {
    try {
      await readFile(file, all, mapping, read)
    } catch (error) {
      if (error instanceof FileFault) read.bad.push({ file: file.name, line: error.line, ...error.bad })
      else if (error instanceof DiptychError) {
        read.bad.push({
          file: file.name,
          line: 1,
          field: "columns",
          found: error.message,
          expected: error.message,
        })
      } else throw error
    }
  }
  return read
}

async function readFile(
  file: SourceFile,
  limits: ImportLimits,
  mapping: Mapping,
  read: WholeRead,
): Promise<void> {
  const open = await openFile(file, { mapping }, limits, { bytes: 0, sha256: "" })
  read.shapes.push(open.understood.shape.name)
  read.containers.push(open.container)
  const reader = new ItemReader(open.understood.shape, open.understood.mapping, file.split)
  for await (const batch of open.batches) {
    for (const record of batch) take(reader.push(record))
  }
  take(reader.end())

  function take(rows: ReturnType<ItemReader["end"]>): void {
    for (const one of rows) {
      if (one.bad) read.bad.push({ file: file.name, line: one.line, ...one.bad })
      else read.items.push(...one.items)
    }
  }
}
