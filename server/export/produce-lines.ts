import { DiptychError } from "@/core/errors"
import { createReliability } from "@/formats/aggregation/reliability"
import { columnProblems } from "@/formats/export/check-columns"
import { pairProblem } from "@/formats/export/check-line"
import type { ExportFormat } from "@/formats/export/format"
import { createRowMaker, type RowTools } from "@/formats/export/make-rows"
import { needsReliability, needsWho } from "@/formats/export/needs"
import type { ExportSettings, SplitName } from "@/formats/export/settings"
import { SPLIT_SALT, splitKeyOf } from "@/formats/export/split-of"
import type { PromptBundle } from "@/formats/export/units"
import { createPieceWriter, RowError } from "@/formats/row-writer"
import type { ProjectAccess } from "@/server/access"
import { readBundles } from "@/server/data/export/reader"
import { sha256Hex } from "@/server/export/sha256"
import type { ExportTally } from "@/server/export/tally"

export type LineRequest = {
  readonly format: ExportFormat
  readonly settings: ExportSettings
  readonly snapshot: string
  readonly signal?: AbortSignal | undefined
}

export type Line = {
  readonly config: string
  readonly split: SplitName
  /** One behind another they are the line. */
  readonly pieces: readonly string[]
}

type Access = ProjectAccess<"exports:create">

/**
 * The rows of an export as lines of JSON, some prompts at a time, in the order of the files. Counts into
 * `tally` whatever is read, written and left out. A row that breaks a rule of its format stops the
 * export: nothing wrong is ever written.
 */
export async function* produceLines(
  access: Access,
  request: LineRequest,
  tally: ExportTally,
): AsyncGenerator<Line[]> {
  const { format, settings } = request
  const problems = columnProblems(format.columns, format)
  if (problems.length > 0) {
    throw new DiptychError("INTERNAL", `The format ${format.name} breaks a rule: ${problems.join("; ")}.`)
  }
  const write = createPieceWriter(format.columns)
  const tools = await toolsFor(access, request)
  tally.weights = tools.weights
  const make = createRowMaker(format, settings, tools)
  const isPairs = format.needs === "pairs"
  let last = ""
  for await (const bundles of read(access, request)) {
    const lines: Line[] = []
    for (const unfiltered of bundles) {
      last = requireNext(last, unfiltered)
      const { bundle, rows, skipped, lengths } = make(unfiltered)
      const { split } = bundle
      if (settings.split !== "all" && settings.split !== split) continue
      tally.read(bundle)
      tally.skip(skipped)
      tally.measure(lengths)
      for (const { config, row } of rows) {
        try {
          const problem = isPairs ? pairProblem(row) : undefined
          if (problem !== undefined) throw new RowError(problem)
          lines.push({ config, split, pieces: write(row) })
        } catch (error) {
          throw toBadRow(format, bundle, error)
        }
        tally.wrote(config, split)
      }
      if (rows.length > 0) tally.wrotePrompt(split)
    }
    yield lines
  }
}

/** What the rows of a prompt need to know of all the others takes one reading of its own. */
async function toolsFor(access: Access, request: LineRequest): Promise<RowTools> {
  if (!needsReliability(request.settings)) return { sha256: sha256Hex }
  const reliability = createReliability(request.settings)
  for await (const bundles of read(access, request)) for (const bundle of bundles) reliability.add(bundle)
  return { sha256: sha256Hex, weights: reliability.weights() }
}

function read(access: Access, { format, settings, snapshot, signal }: LineRequest) {
  const who = needsWho(format, settings)
  const split = settings.split
  return readBundles(access, { snapshot, settings, split, needs: format.needs, who, signal })
}

/**
 * Prompts come in strictly rising order, so none comes twice and none can be in two splits; and the
 * database hashed as the formats do.
 */
function requireNext(last: string, { prompt }: PromptBundle): string {
  const key = `${sha256Hex(SPLIT_SALT + splitKeyOf(prompt.hash, prompt.conversationId))} ${prompt.hash}`
  if (key <= last) throw new DiptychError("INTERNAL", `The prompt ${prompt.hash} came out of order.`)
  return key
}

function toBadRow(format: ExportFormat, { prompt }: PromptBundle, error: unknown): unknown {
  if (!(error instanceof RowError)) return error
  return new DiptychError(
    "BAD_DATA",
    `A row of ${format.name} would break trainers, so nothing was exported: ${error.message} (prompt ${prompt.hash}).`,
    { promptHash: prompt.hash },
    { cause: error },
  )
}
