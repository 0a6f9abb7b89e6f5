import { basename } from "node:path"
import type { Command, CommandCall, CommandResult } from "@/cli/command"
import { projectOptions, projectOptionsHelp, toNewProject } from "@/cli/commands/project-create"
import { importProgressLine, importSummary } from "@/cli/import-summary"
import { UsageError } from "@/cli/usage-error"
import { DiptychError } from "@/core/errors"
import { parseNewProject } from "@/core/new-project"
import { importFields, parseMapping } from "@/formats/import/mapping"
import { shapes } from "@/formats/import/shapes"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { badRowText } from "@/server/import/bad-rows"
import type { ImportTarget } from "@/server/import/import-files"
import { importFiles } from "@/server/import/import-files"

const shownBadRows = 20

export const importCommand: Command = {
  name: "import",
  summary: "Import prompts, completions and preferences, and make tasks of them",
  usage: "FILE… --project SLUG",
  help: `FILE is JSONL, a JSON array, CSV, TSV or Parquet, plain, as .gz or as .zst; a ZIP of these; or
a folder, such as a data set of the Hub with its card. Rows are prompts with completions, chosen and
rejected answers, or one of the published layouts that docs/imports.md lists. What the columns mean
is guessed and can be corrected. Everything is stored, or (with a bad row) nothing is. The same file
again adds nothing.

  --project SLUG         the project to import into
  --create               make the project if it is not there (with the options below)
  --map FIELD=COLUMN     what a column means; may come several times. Fields:
                         ${importFields.join(", ")}
  --shape NAME           what a row is, where the first rows are taken for something else:
${shapeList()}
  --keep-columns         keep the other columns with the completions of their row (as params.columns)
  --round ROUND          round of what is new, by number or name, or none (default: the active one)
  --user-cap N           most prompts of one source user that are served from now on, or none
                         (default: as the project says, 200 in a new one); the rest is held back
  --skip-bad-rows        leave bad rows out and store the rest
  --dry-run              say what would be stored and how many judgments that means; change nothing

With --create:
${projectOptionsHelp}

Example:
  diptych import samples.csv --project tldr --create --map prompt=context --map completion=sample`,
  options: {
    project: { type: "string" },
    create: { type: "boolean" },
    map: { type: "string", multiple: true },
    shape: { type: "string" },
    "keep-columns": { type: "boolean" },
    round: { type: "string" },
    "user-cap": { type: "string" },
    "skip-bad-rows": { type: "boolean" },
    "dry-run": { type: "boolean" },
    ...projectOptions,
  },
  database: true,
  run,
}

/** Names of the shapes, in lines that fit a terminal. */
function shapeList(): string {
  const lines = [""]
  for (const { name } of shapes) {
    const line = lines.at(-1) ?? ""
    if (line.length + name.length > 60) lines.push(name)
    else lines[lines.length - 1] = line === "" ? name : `${line}, ${name}`
  }
  return lines.map((line) => `${" ".repeat(25)}${line}`).join(",\n")
}

async function run({ positionals, values, say, signal }: CommandCall): Promise<CommandResult> {
  if (positionals.length === 0) throw new UsageError("Expected at least one FILE.")
  const slug = values["project"]
  if (typeof slug !== "string" || slug === "") throw new UsageError("Expected --project SLUG.")
  const words = Array.isArray(values["map"]) ? values["map"] : []
  const mapping = parseMapping(words.map(String))
  let told = 0
  let said = ""
  const result = await importFiles(await targetOf(slug, values), {
    files: positionals.map((path) => ({ name: basename(path), path })),
    mapping,
    shape: typeof values["shape"] === "string" ? values["shape"] : null,
    keepColumns: values["keep-columns"] === true,
    skipBadRows: values["skip-bad-rows"] === true,
    round: typeof values["round"] === "string" ? values["round"] : null,
    ...toUserCap(values["user-cap"]),
    dryRun: values["dry-run"] === true,
    signal,
    onProgress: (progress) => {
      const step = Math.floor(progress.rows / 100_000)
      if (step <= told && progress.phase === "reading") return
      const line = importProgressLine(progress)
      // Files go on being read for a moment while it waits, and say so.
      if (line === said) return
      told = step
      said = line
      say(line)
    },
  })
  const keptText = values["keep-columns"] === true ? "columns kept beside:" : "columns left out:"
  for (const file of result.files) {
    if (file.unmappedColumns.length === 0) continue
    say(`${file.file}: ${keptText} ${file.unmappedColumns.join(", ")}`)
  }
  if (result.leftOut.length > 0) {
    const shown = result.leftOut.slice(0, 10).join(", ")
    say(`No files of rows, left out: ${shown}${result.leftOut.length > 10 ? ", …" : ""}`)
  }
  for (const bad of result.badRows.slice(0, shownBadRows)) say(badRowText(bad))
  if (result.badRowCount > shownBadRows) say(`… and ${result.badRowCount - shownBadRows} more bad rows.`)
  const message = importSummary(result)
  if (!result.refused) return { json: result, text: message }
  say(message)
  return { json: { ...result, error: { code: "BAD_DATA", message } }, text: "", exitCode: 1 }
}

function toUserCap(given: unknown): { readonly userCap?: number | null } {
  if (typeof given !== "string") return {}
  if (given === "none") return { userCap: null }
  const userCap = Number(given)
  if (!Number.isInteger(userCap) || userCap < 1 || userCap > 1_000_000) {
    throw new UsageError("Expected --user-cap N, a whole number from 1 to 1,000,000, or none.")
  }
  return { userCap }
}

async function targetOf(slug: string, values: CommandCall["values"]): Promise<ImportTarget> {
  try {
    return { access: await requireProjectAccess({ kind: "cli" }, slug, "imports:create") }
  } catch (error) {
    if (!(error instanceof DiptychError) || error.code !== "NOT_FOUND") throw error
    if (values["create"] !== true) {
      throw new DiptychError("NOT_FOUND", `There is no project "${slug}"; --create makes it.`)
    }
    const access = requireInstanceAccess({ kind: "cli" }, "projects:create")
    return { access, create: parseNewProject(toNewProject(slug, values)) }
  }
}
