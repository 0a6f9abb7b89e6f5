import type { Command, CommandResult } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { aggregationNames } from "@/formats/aggregation/registry"
import type { Manifest } from "@/formats/export/manifest"
import { exportFormatNames, exportFormats } from "@/formats/export/registry"
import { splitNames } from "@/formats/export/settings"
import { requireProjectAccess } from "@/server/access"
import { exportAgainToFolder, exportToFolder } from "@/server/export/export-to-folder"

export const exportCommand: Command = {
  name: "export",
  summary: "Export a project's judgments as a folder",
  usage: "SLUG",
  help: `  --format FORMAT       ${exportFormats.map((format) => `${format.name}: ${format.label.toLowerCase()}`).join("\n                        ")}
  --out DIR             folder to make; refused when it holds anything but this very export
  --split SPLIT         ${splitNames.join(" | ")} | all (default: all)
  --test-share PERCENT  share of prompts in test where the data brought no split (default: 5)
  --aggregation METHOD  ${aggregationNames.join(" | ")} (default: majority)
  --imported            labels that came with the data decide pairs that no person judged
  --no-free-text        leave notes, rationales and comments out of raw_annotations
  --shard-size BYTES    largest size of one file (default: 268435456)
  --again RUN           make an earlier export again, byte by byte; RUN is its id or the start of
                        its SHA-256

The same state and settings give the same bytes. Check a folder with "diptych verify DIR".

Example:
  diptych export tone --format preference --out ./tone-preferences`,
  options: {
    format: { type: "string" },
    out: { type: "string" },
    split: { type: "string" },
    "test-share": { type: "string" },
    aggregation: { type: "string" },
    imported: { type: "boolean" },
    "no-free-text": { type: "boolean" },
    "shard-size": { type: "string" },
    again: { type: "string" },
  },
  database: true,
  run: async ({ positionals, values, say, signal }) => {
    const [slug, ...extra] = positionals
    if (slug === undefined || extra.length > 0) throw new UsageError("Expected exactly one SLUG.")
    const directory = values.out
    if (typeof directory !== "string") throw new UsageError("Expected --out DIR.")
    const { again, format } = values
    if (again === undefined && typeof format !== "string") {
      throw new UsageError(`Expected --format FORMAT. Formats: ${exportFormatNames.join(", ")}.`)
    }
    const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
    const options = { signal, onRows: progress(say) }
    const { id, manifest } =
      typeof again === "string"
        ? await exportAgainToFolder(access, again, directory, options)
        : await exportToFolder(
            access,
            { format: String(format), settings: settingsOf(values) },
            directory,
            options,
          )
    return toResult(directory, id, manifest)
  },
}

function settingsOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = {
    split: values.split,
    testShare:
      typeof values["test-share"] === "string" ? values["test-share"].replace(/\s*%$/, "") : undefined,
    aggregation: values.aggregation,
    imported: values.imported,
    freeText: values["no-free-text"] === true ? false : undefined,
    shardBytes: values["shard-size"],
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function progress(say: (line: string) => void): (rows: number) => void {
  let next = 100_000
  return (rows) => {
    if (rows < next) return
    say(`${rows.toLocaleString("en")} rows …`)
    next += 100_000
  }
}

function toResult(directory: string, id: string, { counts, sha256 }: Manifest): CommandResult {
  const rows: Record<string, number> = { train: 0, test: 0 }
  for (const splits of Object.values(counts.rows)) {
    for (const [split, n] of Object.entries(splits)) rows[split] = (rows[split] ?? 0) + n
  }
  const list = Object.entries(rows).map(([split, n]) => `${n} ${split}`)
  const skipped = Object.entries(counts.skipped).map(([reason, n]) => `${n} ${reason}`)
  return {
    json: { directory, rows, skipped: counts.skipped, sha256, run: id },
    text: [
      `${directory}: ${list.join(", ")} rows`,
      ...(skipped.length > 0 ? [`Left out: ${skipped.join(", ")}`] : []),
      `SHA-256 ${sha256}`,
    ].join("\n"),
  }
}
