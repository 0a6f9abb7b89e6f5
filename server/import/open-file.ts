import type { RawRow } from "@/formats/import/item"
import type { Reading, Understood } from "@/formats/import/shapes"
import { detectShape } from "@/formats/import/shapes"
import { fileFault } from "@/server/import/file-fault"
import type { ImportLimits } from "@/server/import/limits"
import { openRows } from "@/server/import/open-rows"
import type { RawRecord } from "@/server/import/raw-record"
import type { ReadMeter } from "@/server/import/read-bytes"
import type { Container } from "@/server/import/sniff"
import type { SourceFile } from "@/server/import/source-file"

/** Rows looked at before the shape of a file is decided. */
const sampleRows = 100
const mostColumns = 1000

export type OpenFile = {
  readonly container: Container
  readonly understood: Understood
  /** All columns seen so far; grows while a JSON file is read. */
  readonly columns: ReadonlySet<string>
  readonly sample: readonly RawRecord[]
  /** Every row, those of the sample included. */
  readonly batches: AsyncGenerator<readonly RawRecord[]>
}

/** Opens a file and finds out what its columns mean. Throws FileFault, or DiptychError from `detectShape`. */
export async function openFile(
  file: SourceFile,
  reading: Reading,
  limits: ImportLimits,
  meter: ReadMeter,
  signal?: AbortSignal,
): Promise<OpenFile> {
  const { container, batches } = await openRows(file, limits, meter, signal)
  try {
    const sample: RawRecord[] = []
    while (sample.length < sampleRows) {
      const next = await batches.next()
      if (next.done) break
      sample.push(...next.value)
    }
    const [first] = sample
    if (!first) throw fileFault("no row", "at least one row")
    const rows = sample.flatMap((record) => record.row ?? [])
    const columns = new Set<string>()
    noteColumns(columns, rows)
    // With no good row among the first there is nothing to tell a shape from: name what is wrong with them.
    if (rows.length === 0 && first.bad) {
      throw fileFault(`${first.bad.found} (${first.bad.field})`, first.bad.expected, first.line)
    }
    const understood = detectShape(rows.slice(0, sampleRows), [...columns], reading)
    async function* all(): AsyncGenerator<readonly RawRecord[]> {
      yield sample
      for await (const batch of batches) {
        noteColumns(
          columns,
          batch.flatMap((record) => record.row ?? []),
        )
        yield batch
      }
    }
    return { container, understood, columns, sample, batches: all() }
  } catch (error) {
    await batches.return(undefined)
    throw error
  }
}

function noteColumns(columns: Set<string>, rows: readonly RawRow[]): void {
  for (const row of rows) {
    for (const key of Object.keys(row.value)) if (columns.size < mostColumns) columns.add(key)
  }
}
