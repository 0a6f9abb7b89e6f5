import type { Messages } from "@/core/messages"
import type { Weights } from "@/formats/aggregation/aggregate"
import { decidePairs } from "@/formats/export/decide-pairs"
import { filterBundle } from "@/formats/export/filter-bundle"
import { finishPairs } from "@/formats/export/finish-pairs"
import type { ExportFormat, Produced } from "@/formats/export/format"
import type { Judged } from "@/formats/export/judged"
import type { ExportSettings } from "@/formats/export/settings"
import type { PromptBundle } from "@/formats/export/units"

export type Made = Produced & {
  /** As the settings see it: filters applied, split settled. Count annotations from here. */
  readonly bundle: PromptBundle
  /** Characters of prompt and longer answer, once a pair. */
  readonly lengths: readonly number[]
}

export type RowTools = {
  readonly sha256: (text: string) => string
  /** From `createReliability()`, where `needsReliability()` asks for it. */
  readonly weights?: Weights | undefined
}

const noWeights: Weights = new Map()

/** Everything between what was said about a prompt and the rows of a format, in one pure function. */
export function createRowMaker(
  format: ExportFormat,
  settings: ExportSettings,
  { sha256, weights = noWeights }: RowTools,
): (bundle: PromptBundle) => Made {
  const context = { settings, sha256 }
  return (unfiltered) => {
    const bundle = filterBundle(unfiltered, settings)
    if (format.needs === "tasks") return { bundle, lengths: [], ...format.rows(bundle, context) }
    const { prompt, split } = bundle
    const labels = settings.imported ? bundle.labels : []
    const decided = decidePairs(prompt.hash, bundle.tasks, labels, { settings, split, weights, sha256 })
    const ready = finishPairs(prompt.messages, decided, bundle.texts, settings, sha256)
    const produced = format.rows(prompt, ready, context)
    return {
      bundle,
      lengths: lengthsOf(prompt.messages, ready),
      rows: produced.rows,
      skipped: [...decided.skipped, ...ready.skipped, ...produced.skipped],
    }
  }
}

function lengthsOf(prompt: Messages, { pairs, ties }: Judged): number[] {
  const asked = charsOf(prompt)
  const lengths: number[] = []
  let last = ""
  for (const { comparisonId, chosen, rejected } of pairs) {
    if (comparisonId === last) continue
    last = comparisonId
    lengths.push(asked + Math.max(charsOf(chosen.messages), charsOf(rejected.messages)))
  }
  for (const { a, b } of ties) lengths.push(asked + Math.max(charsOf(a.messages), charsOf(b.messages)))
  return lengths
}

function charsOf(messages: Messages): number {
  let chars = 0
  for (const { content } of messages) chars += content.length
  return chars
}
