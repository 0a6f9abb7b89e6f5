import type { PapersInput } from "@/formats/card/papers-input"
import type { RunFacts } from "@/formats/export/format"
import { openedBy, readerNote } from "@/formats/export/container"

/** RUN.md: per trainer, what to type in the export's folder. */
export function runText(input: PapersInput): string {
  const { format, settings } = input
  const facts = runFactsOf(input)
  const recipes = format.recipes(facts)
  const note = readerNote(settings.container)
  const few = format.leastRows !== undefined && rowsOf(input) < format.leastRows
  return [
    `# ${format.label}: how to train on it`,
    "",
    "Commands run in this folder. MODEL stands for a model of yours.",
    "",
    ...(facts.train === undefined
      ? ["There are no rows in train, so there is nothing to train on yet.", ""]
      : []),
    ...(few ? [`The service wants at least ${format.leastRows} rows; there are ${rowsOf(input)}.`, ""] : []),
    ...(note === undefined ? [] : [note, ""]),
    ...recipes.flatMap((recipe) => [
      `## ${recipe.consumer}`,
      "",
      `\`\`\`${recipe.language}`,
      recipe.code,
      "```",
      "",
      ...(recipe.note === undefined ? [] : [recipe.note, ""]),
    ]),
    ...(input.files.length > 1
      ? [
          "## Files",
          "",
          ...input.files.map((file) => `- \`${file.path}\`: ${file.rows} rows`),
          "",
          `Opened by: ${openedBy(settings.container)}.`,
          "",
        ]
      : []),
  ].join("\n")
}

function rowsOf({ files }: PapersInput): number {
  return files.reduce((sum, file) => sum + file.rows, 0)
}

/** The config to show: the overall question where there is one, else the first. */
export function runFactsOf({ format, settings, files }: PapersInput): RunFacts {
  const configs = [...new Set(files.map((file) => file.config))].sort()
  const config = configs.find((name) => name === format.name) ?? configs[0] ?? format.name
  const first = (split: string) => files.find((file) => file.config === config && file.split === split)?.path
  return { settings, files, config, train: first("train"), test: first("test") }
}
