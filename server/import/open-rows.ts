import type { ImportLimits } from "@/server/import/limits"
import type { RawRecord } from "@/server/import/raw-record"
import type { ReadMeter } from "@/server/import/read-bytes"
import { readBytes, takeHead } from "@/server/import/read-bytes"
import { readCsv } from "@/server/import/read-csv"
import { readJsonArray } from "@/server/import/read-json-array"
import { readJsonl } from "@/server/import/read-jsonl"
import { readParquet } from "@/server/import/read-parquet"
import { unwrapHubRows } from "@/server/import/unwrap-hub-rows"
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
  if (file.fault) throw file.fault
  const { head, rest } = await takeHead(readBytes(file, limits, meter, signal), 4096)
  const container = sniffContainer(head, file.name)
  const limit = limits.maxRecordBytes
  switch (container) {
    case "jsonl":
      return { container, batches: unwrapHubRows(readJsonl(rest, limit)) }
    case "json":
      return { container, batches: readJsonArray(rest, limit) }
    case "csv":
      return { container, batches: readCsv(rest, undefined, limit) }
    case "tsv":
      return { container, batches: readCsv(rest, "\t", limit) }
    case "parquet":
      return { container, batches: readParquet(file, rest, limits, meter) }
  }
}
