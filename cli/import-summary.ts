import { addedNothing, type ImportResult } from "@/server/import/import-result"
import type { ProgressView } from "@/core/import-view"

const number = (value: number) => value.toLocaleString("en")

export function importProgressLine({ phase, rows, bytes, totalBytes }: ProgressView): string {
  if (phase === "waiting") return "Waiting until another import or change of prompts is done …"
  if (phase === "storing") return `Read ${number(rows)} rows, storing …`
  if (phase === "tasks") return "Making tasks …"
  const share = totalBytes === 0 ? 100 : Math.floor((100 * bytes) / totalBytes)
  return `Read ${number(rows)} rows (${share} %) …`
}

/** The last words of an import, for people. */
export function importSummary(result: ImportResult): string {
  const bad = `${number(result.badRowCount)} bad ${result.badRowCount === 1 ? "row" : "rows"}`
  if (result.refused) {
    return `${bad}; nothing was stored. Mend them, or leave them out with --skip-bad-rows.`
  }
  const lines = [
    result.dryRun ? `Dry run: nothing was stored in ${result.project}.` : `Imported into ${result.project}.`,
    ...(["prompts", "completions", "labels", "tasks"] as const).map(
      (kind) =>
        `  ${kind.padEnd(12)} ${number(result[kind].added)} new, ${number(result[kind].existing)} there already`,
    ),
    `  judgments    ${number(result.judgments)} wanted for the new tasks`,
  ]
  if (result.annotations > 0) lines.push(`  annotations  ${number(result.annotations)} new`)
  if (result.heldBack > 0) {
    lines.push(`  ${number(result.heldBack)} prompts held back: their source users are over the cap`)
  }
  if (result.leaks > 0) {
    lines.push(`  ${number(result.leaks)} new completions name their model: see Leaks in the project`)
  }
  if (result.badRowCount > 0) lines.push(`  ${bad} left out`)
  if (addedNothing(result)) lines.push("Everything was there already; nothing was added.")
  return lines.join("\n")
}
