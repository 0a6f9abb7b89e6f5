import type { ProjectAccess } from "@/server/access"
import { buildPapers, type Papers, pathOf } from "@/server/export/build-manifest"
import type { PreparedExport } from "@/server/export/prepare-export"
import { produceLines } from "@/server/export/produce-lines"
import { ShardSet } from "@/server/export/shard-set"
import { ExportTally } from "@/server/export/tally"

export type ExportPlan = Papers & {
  /** The first rows of the first split that has any, as lines of JSON. */
  readonly firstRows: readonly string[]
}

/**
 * Makes the rows of an export and keeps nothing of them but counts, sizes (as plain lines), hashes and the
 * first rows: what a person sees before the download.
 */
export async function planExport(
  access: ProjectAccess<"exports:create">,
  prepared: PreparedExport,
  options: { readonly firstRows?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<ExportPlan> {
  const { format, settings } = prepared
  const tally = new ExportTally()
  const shards = new ShardSet(settings.shardBytes)
  const firstRows: string[] = []
  for await (const lines of produceLines(access, { ...prepared, signal: options.signal }, tally)) {
    for (const line of lines) {
      if (firstRows.length < (options.firstRows ?? 0)) firstRows.push(line.pieces.join(""))
      shards.add(line)
    }
    await shards.ready()
  }
  const files = await shards.finish()
  const named = files.map((shard) => ({ ...shard, path: pathOf(shard, files, settings) }))
  return { ...buildPapers(format, settings, tally, named), firstRows }
}
