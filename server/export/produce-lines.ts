import { DiptychError } from "@/core/errors"
import { aggregations } from "@/formats/aggregation/registry"
import { columnProblems } from "@/formats/export/check-columns"
import { pairProblem } from "@/formats/export/check-line"
import { decidePairs } from "@/formats/export/decide-pairs"
import { finishPairs } from "@/formats/export/finish-pairs"
import type { ExportFormat, FormatContext, Produced } from "@/formats/export/format"
import type { ExportSettings, SplitName } from "@/formats/export/settings"
import { bucketHashOf, splitKeyOf } from "@/formats/export/split-of"
import type { PromptBundle } from "@/formats/export/units"
import { createRowWriter, RowError } from "@/formats/row-writer"
import type { ProjectAccess } from "@/server/access"
import { readBundles } from "@/server/data/export/reader"
import type { ExportTally } from "@/server/export/tally"
import { sha256Hex } from "@/server/export/sha256"

export type LineRequest = {
  readonly format: ExportFormat
  readonly settings: ExportSettings
  readonly snapshot: string
  /** Only this split, whatever the settings say: for writing one file after another. */
  readonly split?: SplitName
  readonly signal?: AbortSignal | undefined
}

export type Line = { readonly config: string; readonly split: SplitName; readonly text: string }

/**
 * The rows of an export as lines of JSON, one prompt at a time, in the order of the files. Counts into
 * `tally` whatever is read, written and left out. A row that breaks a rule of its format stops the
 * export: nothing wrong is ever written.
 */
export async function* produceLines(
  access: ProjectAccess<"exports:create">,
  request: LineRequest,
  tally: ExportTally,
): AsyncGenerator<Line[]> {
  const { format, settings } = request
  const problems = columnProblems(format.columns, format)
  if (problems.length > 0) {
    throw new DiptychError("INTERNAL", `The format ${format.name} breaks a rule: ${problems.join("; ")}.`)
  }
  const write = createRowWriter(format.columns)
  const context: FormatContext = { settings, sha256: sha256Hex }
  let last = ""
  for await (const bundle of readBundles(access, {
    snapshot: request.snapshot,
    settings,
    split: request.split ?? settings.split,
    needs: format.needs,
    signal: request.signal,
  })) {
    last = requireNext(last, bundle)
    tally.read(bundle)
    const produced = rowsOf(format, bundle, context)
    tally.skip(produced.skipped)
    const lines = produced.rows.map(({ config, row }) => {
      const text = checked(format, bundle, () => {
        const problem = format.needs === "pairs" ? pairProblem(row) : undefined
        if (problem !== undefined) throw new RowError(problem)
        return write(row)
      })
      return { config, split: bundle.split, text }
    })
    if (lines.length > 0) {
      tally.wrote(bundle, lines)
      yield lines
    }
  }
}

function rowsOf(format: ExportFormat, bundle: PromptBundle, context: FormatContext): Produced {
  if (format.needs === "tasks") return format.rows(bundle, context)
  const { aggregate } = aggregations[context.settings.aggregation]
  const labels = context.settings.imported ? bundle.labels : []
  const decided = decidePairs(bundle.prompt.hash, bundle.tasks, labels, aggregate)
  const ready = finishPairs(bundle.prompt.messages, decided.pairs, bundle.texts)
  const produced = format.rows(bundle.prompt, ready.pairs, context)
  return {
    rows: produced.rows,
    skipped: [...decided.skipped, ...ready.skipped, ...produced.skipped],
  }
}

/**
 * Prompts come in strictly rising order, so none comes twice and none can be in two splits; and the
 * database hashed as the formats do.
 */
function requireNext(last: string, { prompt }: PromptBundle): string {
  const key = `${bucketHashOf(splitKeyOf(prompt.hash, prompt.conversationId))} ${prompt.hash}`
  if (key <= last) throw new DiptychError("INTERNAL", `The prompt ${prompt.hash} came out of order.`)
  return key
}

function checked(format: ExportFormat, { prompt }: PromptBundle, write: () => string): string {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof RowError)) throw error
    throw new DiptychError(
      "BAD_DATA",
      `A row of ${format.name} would break trainers, so nothing was exported: ${error.message} (prompt ${prompt.hash}).`,
      { promptHash: prompt.hash },
      { cause: error },
    )
  }
}
