import type { ExportFormat } from "@/formats/export/format"
import type { ExportSettings } from "@/formats/export/settings"

/**
 * Whether an export has to know who gave each answer, when and on which scale. The default export does
 * not, and reading it costs time.
 */
export function needsWho(format: ExportFormat, settings: ExportSettings): boolean {
  if (settings.aggregation === "weighted" || settings.aggregation === "per_annotator") return true
  if (settings.splitBy === "cohort") return true
  if (format.needs === "pairs" && (format.hasMargin || format.needsWho === true)) return true
  return filtersWho(settings)
}

/** Whether any filter looks at who gave an answer, when or how. */
export function filtersWho(settings: ExportSettings): boolean {
  const lists = [
    settings.cohorts,
    settings.guidelines,
    settings.protocols,
    settings.annotators,
    settings.withoutAnnotators,
  ]
  return (
    lists.some((list) => list.length > 0) ||
    settings.from !== "" ||
    settings.until !== "" ||
    settings.minActiveMs > 0 ||
    settings.blindOnly
  )
}

/** Whether one reading of everything must come before the first row. */
export function needsReliability(settings: ExportSettings): boolean {
  return settings.aggregation === "weighted"
}

/** Whether the split of a prompt is known before its votes are, so that a reader may pass the others over. */
export function readerMayFilter(settings: ExportSettings): boolean {
  return settings.splitBy !== "cohort"
}
