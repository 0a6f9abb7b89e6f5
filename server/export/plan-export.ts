import type { ProjectAccess } from "@/server/access"
import { buildPapers, type Papers } from "@/server/export/build-manifest"
import type { PreparedExport } from "@/server/export/prepare-export"
import { produceLines } from "@/server/export/produce-lines"
import { ShardSet } from "@/server/export/shard-set"
import { ExportTally } from "@/server/export/tally"

export type ExportPlan = Papers & {
  /** The first rows of the first split that has any, as lines of JSON. */
  readonly firstRows: readonly string[]
}

/**
 * Makes the whole export and keeps nothing of it but counts, sizes, hashes and its first rows: what a
 * person sees before the download, and what the download must then agree with.
 */
export async function planExport(
  access: ProjectAccess<"exports:create">,
  prepared: PreparedExport,
  options: { readonly firstRows?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<ExportPlan> {
  const tally = new ExportTally()
  const shards = new ShardSet(prepared.settings.shardBytes)
  const firstRows: string[] = []
  for await (const lines of produceLines(access, { ...prepared, signal: options.signal }, tally)) {
    for (const line of lines) {
      if (firstRows.length < (options.firstRows ?? 0)) firstRows.push(line.text)
      await shards.add(line)
    }
  }
  return { ...buildPapers(prepared.format, prepared.settings, tally, await shards.finish()), firstRows }
}
