import { writeFile } from "node:fs/promises"
import { basename } from "node:path"
import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { analyzeVotes } from "@/server/numbers/analyze-files"
import { toReportHtml, toReportText } from "@/formats/votes/report-text"

export const analyzeCommand: Command = {
  name: "analyze",
  summary: "Ratings, agreement and biases of preference files, without a project",
  usage: "FILE…",
  help: `Reads JSONL, JSON or CSV (gzip too) in arena columns (model_a, model_b, winner, and where present
annotator, item, response_a, response_b, language, tstamp), or our raw_annotations, and prints the report of the
numbers page. Needs no database.

  --columns A=B,…       which column holds what, e.g. winner=verdict,annotator=worker
  --covariates LIST     side, length or both (the default): what is looked at beside the models
  --by annotator|slice  a line for each person, or agreement and ratings of each language, use case and tag
  --html FILE           write the report as one HTML file

Example:
  diptych analyze votes.jsonl --by annotator --html report.html`,
  options: {
    columns: { type: "string" },
    covariates: { type: "string" },
    by: { type: "string" },
    html: { type: "string" },
  },
  database: false,
  run: async ({ positionals, values, signal }) => {
    if (positionals.length === 0) throw new UsageError("Name at least one file.")
    const by = values.by
    if (by !== undefined && by !== "annotator" && by !== "slice")
      throw new UsageError("--by is annotator or slice.")
    const covariates =
      typeof values.covariates === "string" ? values.covariates.split(",") : ["side", "length"]
    const unknown = covariates.find((name) => name !== "side" && name !== "length")
    if (unknown !== undefined) throw new UsageError(`--covariates knows side and length, not "${unknown}".`)
    const columns = Object.fromEntries(
      typeof values.columns === "string"
        ? values.columns.split(",").map((part): [string, string] => {
            const [name, column] = part.split("=")
            if (!name || !column) throw new UsageError(`--columns takes NAME=COLUMN, not "${part}".`)
            return [name, column]
          })
        : [],
    )
    const { report, crowd, slices } = await analyzeVotes(
      positionals.map((path) => ({ path, name: basename(path) })),
      { columns, side: covariates.includes("side"), length: covariates.includes("length") },
      signal,
    )
    const text = toReportText({ report, crowd, slices }, by ?? null)
    if (typeof values.html === "string") {
      await writeFile(
        values.html,
        toReportHtml({ report, crowd, slices }, positionals.map((path) => basename(path)).join(", ")),
      )
    }
    return {
      json: { ...report, crowd, slices },
      text: typeof values.html === "string" ? `${text}\n\nWritten to ${values.html}.` : text,
    }
  },
}
