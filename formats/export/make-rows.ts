import type { Weights } from "@/formats/aggregation/aggregate"
import { decidePairs } from "@/formats/export/decide-pairs"
import { filterBundle } from "@/formats/export/filter-bundle"
import { finishPairs } from "@/formats/export/finish-pairs"
import type { ExportFormat, Produced } from "@/formats/export/format"
import type { ExportSettings } from "@/formats/export/settings"
import type { PromptBundle } from "@/formats/export/units"

export type Made = Produced & {
  /** As the settings see it: filters applied, split settled. Count annotations from here. */
  readonly bundle: PromptBundle
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
    if (format.needs === "tasks") return { bundle, ...format.rows(bundle, context) }
    const { prompt, split } = bundle
    const labels = settings.imported ? bundle.labels : []
    const decided = decidePairs(prompt.hash, bundle.tasks, labels, { settings, split, weights, sha256 })
    const ready = finishPairs(prompt.messages, decided, bundle.texts, settings, sha256)
    const produced = format.rows(prompt, ready, context)
    return {
      bundle,
      rows: produced.rows,
      skipped: [...decided.skipped, ...ready.skipped, ...produced.skipped],
    }
  }
}
