import { DiptychError } from "@/core/errors"
import { computeReport } from "@/core/numbers/compute-report"
import { computeCrowd, type CrowdReport } from "@/core/numbers/crowd"
import { toCrowdLabels, toInputs, type Vote } from "@/core/numbers/from-votes"
import type { NumbersReport } from "@/core/numbers/report"
import { computeSliceRatings, type SliceRatings } from "@/core/numbers/slice-ratings"
import { toVotes } from "@/formats/votes/to-votes"
import type { BadField, RawRow } from "@/formats/import/item"
import { FileFault } from "@/server/import/file-fault"
import { defaultLimits } from "@/server/import/limits"
import { openRows } from "@/server/import/open-rows"
import type { SourceFile } from "@/server/import/source-file"

export type AnalyzeOptions = {
  readonly columns: Readonly<Record<string, string>>
  readonly side: boolean
  readonly length: boolean
}

/** What is printed and kept of preference files. */
export type Analysis = {
  readonly report: NumbersReport
  readonly crowd: CrowdReport
  readonly slices: readonly SliceRatings[]
}

/** The rows of a file, or the reason why it cannot be read, with its name and line. */
async function* readRows(file: SourceFile, signal?: AbortSignal): AsyncGenerator<RawRow> {
  const refuse = (line: number, { field, found, expected }: BadField) =>
    new DiptychError(
      "INVALID_INPUT",
      `${file.name}, line ${line}: ${field} is ${found}. Expected ${expected}.`,
    )
  try {
    const { batches } = await openRows(file, defaultLimits, { bytes: 0, sha256: "" }, signal)
    for await (const batch of batches) {
      for (const record of batch) {
        if (record.bad) throw refuse(record.line, record.bad)
        yield record.row
      }
    }
  } catch (error) {
    throw error instanceof FileFault ? refuse(error.line, error.bad) : error
  }
}

/** The report of preference files; a row that cannot be read stops it and is named by its line. */
export async function analyzeVotes(
  files: readonly SourceFile[],
  options: AnalyzeOptions,
  signal?: AbortSignal,
): Promise<Analysis> {
  const votes: Vote[] = []
  for (const file of files) {
    for await (const row of readRows(file, signal)) {
      const made = toVotes(row, file.name, options.columns)
      votes.push(...(options.side ? made : made.map((vote) => ({ ...vote, aLeft: null }))))
    }
  }
  const inputs = toInputs(votes, options.length)
  return {
    report: await computeReport(inputs),
    crowd: await computeCrowd(inputs, toCrowdLabels(votes)),
    slices: computeSliceRatings(votes, options.length),
  }
}
