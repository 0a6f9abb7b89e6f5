import { aggregations } from "@/formats/aggregation/registry"
import { featureLines } from "@/formats/card/features"
import type { ExportFormat } from "@/formats/export/format"
import type { Manifest } from "@/formats/export/manifest"
import { type ExportSettings, splitNames } from "@/formats/export/settings"
import { leftOutReasons, skipReasons } from "@/formats/export/skip-reasons"

type CardInput = {
  readonly format: ExportFormat
  readonly settings: ExportSettings
  readonly counts: Manifest["counts"]
}

/**
 * README.md of an export folder: the YAML that makes `load_dataset("./folder", "config")` work, and
 * what a person should know before training on it. Splits without rows are not named, because a
 * split without data ends the load of the whole folder.
 */
export function dataCard({ format, settings, counts }: CardInput): string {
  const configs = Object.keys(counts.rows).sort()
  const total = configs.reduce((sum, config) => sum + rowsOf(counts, config), 0)
  return [
    "---",
    `pretty_name: ${quote(settings.title)}`,
    "license: other",
    "task_categories:",
    "- text-generation",
    "tags:",
    "- preference",
    "- human-feedback",
    "- reward-model",
    `size_categories:\n- ${sizeCategory(total)}`,
    ...(configs.length === 0
      ? []
      : ["configs:", ...configs.flatMap((config) => configLines(counts, config))]),
    ...(configs.length === 0
      ? []
      : [
          "dataset_info:",
          ...configs.flatMap((config) => [
            `- config_name: ${config}`,
            "  features:",
            ...featureLines(format.columns, "  "),
          ]),
        ]),
    "---",
    "",
    `# ${settings.title.replaceAll(/\s+/g, " ")}`,
    "",
    format.about,
    "",
    "## Rows",
    "",
    "| config | split | rows |",
    "| --- | --- | ---: |",
    ...configs.flatMap((config) =>
      splitsOf(counts, config).map(
        (split) => `| ${config} | ${split} | ${counts.rows[config]?.[split] ?? 0} |`,
      ),
    ),
    "",
    ...(configs[0] === undefined
      ? ["There are no rows.", ""]
      : [
          "```python",
          "from datasets import load_dataset",
          `data = load_dataset("path/to/this/folder", ${JSON.stringify(configs[0])})`,
          "```",
          "",
        ]),
    "## How the rows came about",
    "",
    `People compared answers to the same prompt without knowing which model wrote them; the sides were chosen and recorded by the server. Of ${counts.annotations.read} annotations, ${counts.annotations.counted} are counted.`,
    "",
    ...reasonTable(counts.annotations.left_out, leftOutReasons, "Annotations not counted"),
    ...(format.needs === "pairs" ? [pairRules(settings), ""] : []),
    ...(format.needs === "pairs"
      ? reasonTable(counts.skipped, skipReasons, "Judged pairs that give no row")
      : []),
    splitSentence(settings),
    "",
    "## Columns",
    "",
    ...format.columns.map((column) => `- \`${column.name}\`${column.about ? `: ${column.about}` : ""}`),
    "",
    "## What this format does not hold",
    "",
    ...format.cannotExpress.map((line) => `- ${line}`),
    "",
    "## Checking",
    "",
    "`manifest.json` has the settings, all counts and the SHA-256 of every file. `diptych verify` checks the folder without a database and names the line that was changed.",
    "",
  ].join("\n")
}

function configLines(counts: Manifest["counts"], config: string): string[] {
  const splits = splitsOf(counts, config)
  return [
    `- config_name: ${config}`,
    ...(config === "preference" || config === "raw_annotations" ? ["  default: true"] : []),
    "  data_files:",
    ...splits.flatMap((split) => [`  - split: ${split}`, `    path: ${config}/${split}-*.jsonl`]),
  ]
}

function splitsOf(counts: Manifest["counts"], config: string): string[] {
  return splitNames.filter((split) => (counts.rows[config]?.[split] ?? 0) > 0)
}

function rowsOf(counts: Manifest["counts"], config: string): number {
  return Object.values(counts.rows[config] ?? {}).reduce((sum, rows) => sum + rows, 0)
}

function pairRules(settings: ExportSettings): string {
  const rule = aggregations[settings.aggregation]
  const imported = settings.imported
    ? "Labels that came with the data decide pairs that no person here judged."
    : "Labels that came with the data are left out."
  return `Votes become one answer per pair by: ${rule.label.toLowerCase()}. ${rule.about} A reviewer's ruling outranks all votes. Ties give no row. Where the strength of the votes contradicts their number, the pair is left out as contested. ${imported}`
}

function reasonTable(
  found: Readonly<Record<string, number>>,
  texts: Readonly<Record<string, string>>,
  head: string,
): string[] {
  // In the order of the list of reasons: the counts may come back from a database in any order.
  const rows = Object.entries(texts).flatMap(([reason, text]) => {
    const n = found[reason] ?? 0
    return n === 0 ? [] : [`| ${text} | \`${reason}\` | ${n} |`]
  })
  if (rows.length === 0) return []
  return [`| ${head} | reason | number |`, "| --- | --- | ---: |", ...rows, ""]
}

export function splitSentence(settings: ExportSettings): string {
  return `A split that came with the data is kept; otherwise ${settings.testShare} % of the prompts are in test, by the SHA-256 of the prompt (or of its conversation, which stays together). The same prompt is never in two splits, and stays in its split as the data grows.`
}

function sizeCategory(rows: number): string {
  if (rows < 1_000) return "n<1K"
  if (rows < 10_000) return "1K<n<10K"
  if (rows < 100_000) return "10K<n<100K"
  if (rows < 1_000_000) return "100K<n<1M"
  return rows < 10_000_000 ? "1M<n<10M" : "10M<n<100M"
}

/** A JSON string is a YAML string, but for a few control characters that only JSON lets stand bare. */
function quote(value: string): string {
  return JSON.stringify(value.toWellFormed()).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}
