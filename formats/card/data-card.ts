import { aggregations } from "@/formats/aggregation/registry"
import { featureLines } from "@/formats/card/features"
import type { PapersInput } from "@/formats/card/papers-input"
import { extensionOf } from "@/formats/export/container"
import type { Manifest } from "@/formats/export/manifest"
import { marginLabels } from "@/formats/export/margin"
import { kwiseLabels } from "@/formats/export/select-kwise"
import { type ExportSettings, splitNames } from "@/formats/export/settings"
import { leftOutReasons, skipReasons } from "@/formats/export/skip-reasons"

type CardInput = Pick<PapersInput, "format" | "settings" | "counts">

/**
 * README.md of an export folder: the YAML that makes `load_dataset("./folder", "config")` work, and
 * what a person should know before training on it. Splits without rows are not named, because a
 * split without data ends the load of the whole folder.
 */
export function dataCard({ format, settings, counts }: CardInput): string {
  const configs = Object.keys(counts.rows).sort()
  const filters = filterLines(settings)
  const total = configs.reduce((sum, config) => sum + rowsOf(counts, config), 0)
  return [
    "---",
    `pretty_name: ${quote(settings.title)}`,
    `license: ${settings.license}`,
    "task_categories:",
    "- text-generation",
    "tags:",
    "- preference",
    "- human-feedback",
    "- reward-model",
    `size_categories:\n- ${sizeCategory(total)}`,
    ...(configs.length === 0
      ? []
      : ["configs:", ...configs.flatMap((config) => configLines(counts, config, settings, format.name))]),
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
    ...lengthLines(counts),
    "## How the rows came about",
    "",
    `People compared answers to the same prompt without knowing which model wrote them; the sides were chosen and recorded by the server. Of ${counts.annotations.read} annotations, ${counts.annotations.counted} are counted.`,
    "",
    ...reasonTable(counts.annotations.left_out, leftOutReasons, "Annotations not counted"),
    ...(format.needs === "pairs" ? [...pairRules(format, settings), ""] : []),
    ...(filters.length === 0 ? [] : ["Only these:", "", ...filters, ""]),
    ...reasonTable(counts.skipped, skipReasons, "Judged, but without a row"),
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

function configLines(
  counts: Manifest["counts"],
  config: string,
  { container }: ExportSettings,
  main: string,
): string[] {
  const splits = splitsOf(counts, config)
  return [
    `- config_name: ${config}`,
    ...(config === main ? ["  default: true"] : []),
    "  data_files:",
    ...splits.flatMap((split) => [
      `  - split: ${split}`,
      `    path: ${config}/${split}-*${extensionOf(container)}`,
    ]),
  ]
}

/** What a trainer's length limit will drop or cut. */
function lengthLines({ lengths }: Manifest["counts"]): string[] {
  if (!lengths) return []
  const n = (value: number) => value.toLocaleString("en")
  return [
    "## Lengths",
    "",
    `Prompt and longer answer together: half of the pairs have up to ${n(lengths.median)} characters, nine of ten up to ${n(lengths.p90)}, 99 of 100 up to ${n(lengths.p99)}, the longest ${n(lengths.longest)}. A token is about four characters of English, fewer of other languages. Trainers drop or cut what is longer than their limit (TRL drops at 1,024 tokens unless told).`,
    "",
  ]
}

function splitsOf(counts: Manifest["counts"], config: string): string[] {
  return splitNames.filter((split) => (counts.rows[config]?.[split] ?? 0) > 0)
}

function rowsOf(counts: Manifest["counts"], config: string): number {
  return Object.values(counts.rows[config] ?? {}).reduce((sum, rows) => sum + rows, 0)
}

/** The rules by which votes became rows, in words; every setting as such is in the manifest. */
function pairRules(format: PapersInput["format"], settings: ExportSettings): string[] {
  const rule = aggregations[settings.aggregation]
  return [
    `- Votes become one answer per pair by: ${rule.label.toLowerCase()}. ${rule.about}`,
    {
      outrank: "- A reviewer's ruling outranks all votes.",
      ignore: "- Reviewers' rulings are not looked at.",
      only: "- Only pairs that a reviewer has ruled on.",
    }[settings.rulings],
    {
      drop: "- Ties give no row.",
      keep: "- Ties are kept.",
      both_ways: "- A tie gives one row each way.",
    }[settings.ties],
    settings.contested === "drop"
      ? "- Where the strength of the votes contradicts their number, the pair is left out as contested."
      : "- Where the strength of the votes contradicts their number, the method decides.",
    ...(settings.minVotes > 1 ? [`- At least ${settings.minVotes} votes on a pair.`] : []),
    ...(settings.minAgreement > 0 ? [`- At least ${settings.minAgreement} % of the votes agree.`] : []),
    ...(settings.minStrength > 0 ? [`- A mean strength of at least ${settings.minStrength}.`] : []),
    ...(settings.kwise === "all_pairs" ? [] : [`- Of rankings: ${lowerFirst(kwiseLabels[settings.kwise])}.`]),
    ...(format.needs === "pairs" && format.hasMargin
      ? [`- Margin: ${lowerFirst(marginLabels[settings.margin])}.`]
      : []),
    settings.imported
      ? "- Labels that came with the data decide pairs that no person here judged."
      : "- Labels that came with the data are left out.",
  ]
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** Filters in words; none where nothing was filtered. */
function filterLines(settings: ExportSettings): string[] {
  const lists: [string, readonly (string | number)[]][] = [
    ["criteria", settings.criteria],
    ["rounds", settings.rounds],
    ["cohorts", settings.cohorts],
    ["guideline versions", settings.guidelines],
    ["protocol versions", settings.protocols],
    ["models", settings.models],
    ["not these models", settings.withoutModels],
    ["tags", settings.tags],
    ["languages", settings.languages],
    ["use cases", settings.useCases],
    ["annotators", settings.annotators],
    ["not these annotators", settings.withoutAnnotators],
    ["counted as well", settings.include],
  ]
  return [
    ...(settings.from === "" ? [] : [`- answers from ${settings.from}`]),
    ...(settings.until === "" ? [] : [`- answers before ${settings.until}`]),
    ...lists.flatMap(([name, list]) => (list.length === 0 ? [] : [`- ${name}: ${list.join(", ")}`])),
    ...(settings.minActiveMs === 0 ? [] : [`- active time at least ${settings.minActiveMs} ms`]),
    ...(settings.blindOnly ? ["- only blind answers"] : []),
  ]
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
  if (settings.splitBy === "cohort") {
    return `Test has the prompts that the cohort "${settings.testCohort}" has judged, with its answers only; train has the other prompts. The same prompt is never in two splits.`
  }
  const shares = [
    `${settings.testShare} % of the prompts are in test`,
    ...(settings.validationShare > 0 ? [`${settings.validationShare} % in validation`] : []),
  ].join(" and ")
  const group = {
    prompt: "the prompt (or of its conversation, which stays together)",
    conversation:
      "the conversation (or of the first user turn, so that prompts that begin alike stay together)",
    user: "the source user, whose prompts stay together (or of the conversation or prompt where none is known)",
  }[settings.splitBy]
  const kept = settings.keepSplits ? "A split that came with the data is kept; otherwise " : ""
  return `${kept}${shares}, by the SHA-256 of ${group}. The same prompt is never in two splits, and stays in its split as the data grows.`
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
