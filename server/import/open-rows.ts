import type { ImportLimits } from "@/server/import/limits"
import type { RawRecord } from "@/server/import/raw-record"
import type { ReadMeter } from "@/server/import/read-bytes"
import { readBytes, takeHead } from "@/server/import/read-bytes"
import { readCsv } from "@/server/import/read-csv"
import { readJsonArray } from "@/server/import/read-json-array"
import { readJsonl } from "@/server/import/read-jsonl"
import type { Container } from "@/server/import/sniff"
import { sniffContainer } from "@/server/import/sniff"
import type { SourceFile } from "@/server/import/source-file"

export type OpenRows = {
  readonly container: Container
  readonly batches: AsyncGenerator<RawRecord[]>
}

/** Opens a file and tells what it is; the rows come as they are asked for. Throws FileFault. */
export async function openRows(
  file: SourceFile,
  limits: ImportLimits,
  meter: ReadMeter,
  signal?: AbortSignal,
): Promise<OpenRows> {
  const { head, rest } = await takeHead(readBytes(file.path, limits, meter, signal), 4096)
  const container = sniffContainer(head, file.name)
  return { container, batches: read(container, rest, limits.maxRecordBytes) }
}

function read(
  container: Container,
  source: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<RawRecord[]> {
  switch (container) {
    case "jsonl":
      return readJsonl(source, limit)
    case "json":
      return readJsonArray(source, limit)
    case "csv":
      return readCsv(source, ",", limit)
    case "tsv":
      return readCsv(source, "\t", limit)
  }
}
