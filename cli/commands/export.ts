import type { Command, CommandResult } from "@/cli/command"
import { exportHelp, exportOptions, readSettings } from "@/cli/export-settings"
import { UsageError } from "@/cli/usage-error"
import type { Manifest } from "@/formats/export/manifest"
import { exportFormatNames } from "@/formats/export/registry"
import { leftOutReasons, skipReasons } from "@/formats/export/skip-reasons"
import { requireProjectAccess } from "@/server/access"
import { exportAgainToFolder, exportToFolder } from "@/server/export/export-to-folder"
import { previewExport } from "@/server/export/preview-export"

export const exportCommand: Command = {
  name: "export",
  summary: "Export a project's judgments as a folder",
  usage: "SLUG",
  help: exportHelp,
  options: {
    format: { type: "string" },
    out: { type: "string" },
    again: { type: "string" },
    resume: { type: "boolean" },
    sign: { type: "boolean" },
    progress: { type: "boolean" },
    "dry-run": { type: "boolean" },
    policy: { type: "string", multiple: true },
    ...exportOptions,
  },
  database: true,
  run: async ({ positionals, values, say, signal }) => {
    const [slug, ...extra] = positionals
    if (slug === undefined || extra.length > 0) throw new UsageError("Expected exactly one SLUG.")
    const { again, format, out } = values
    if (again === undefined && typeof format !== "string") {
      throw new UsageError(`Expected --format FORMAT. Formats: ${exportFormatNames.join(", ")}.`)
    }
    const wish = { format: String(format), settings: await readSettings(values) }
    if (values["dry-run"] === true) {
      if (again !== undefined)
        throw new UsageError("--dry-run counts a new export; it does not go with --again.")
      const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
      return toPreview(await previewExport(access, wish, signal))
    }
    if (typeof out !== "string") throw new UsageError("Expected --out DIR.")
    const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
    const options = {
      signal,
      onRows: progress(say, values.progress === true),
      sign: values.sign === true,
      resume: values.resume === true,
    }
    const { id, manifest, resumed } =
      typeof again === "string"
        ? await exportAgainToFolder(access, again, out, options)
        : await exportToFolder(access, wish, out, options)
    if (resumed) say("Took up the export that was broken off here, with its settings and its snapshot.")
    return toResult(out, id, manifest)
  },
}

/** A line per 100,000 rows; asked for, one each second at most, with the speed. */
function progress(say: (line: string) => void, often: boolean): (rows: number) => void {
  const start = performance.now()
  let last = start
  if (often) {
    return (rows) => {
      const now = performance.now()
      if (now - last < 1000) return
      last = now
      const speed = Math.round((rows * 1000) / (now - start))
      say(`${rows.toLocaleString("en")} rows, ${speed.toLocaleString("en")} a second`)
    }
  }
  let next = 100_000
  return (rows) => {
    if (rows < next) return
    say(`${rows.toLocaleString("en")} rows …`)
    next = rows - (rows % 100_000) + 100_000
  }
}

function rowsText(counts: Manifest["counts"]): { rows: Record<string, number>; text: string } {
  const rows: Record<string, number> = { train: 0, test: 0 }
  for (const splits of Object.values(counts.rows)) {
    for (const [split, n] of Object.entries(splits)) rows[split] = (rows[split] ?? 0) + n
  }
  const list = Object.entries(rows).map(([split, n]) => `${n} ${split}`)
  return { rows, text: `${list.join(", ")} rows` }
}

function toResult(directory: string, id: string, { counts, sha256, public_key }: Manifest): CommandResult {
  const { rows, text } = rowsText(counts)
  const skipped = Object.entries(counts.skipped).map(([reason, n]) => `${n} ${reason}`)
  return {
    json: { directory, rows, skipped: counts.skipped, sha256, run: id, publicKey: public_key ?? null },
    text: [
      `${directory}: ${text}`,
      ...(skipped.length > 0 ? [`Left out: ${skipped.join(", ")}`] : []),
      `SHA-256 ${sha256}`,
      ...(public_key === undefined ? [] : [`Signed with the key ${public_key}`]),
    ].join("\n"),
  }
}

function toPreview(preview: Awaited<ReturnType<typeof previewExport>>): CommandResult {
  const { counts, firstRows, notes } = preview
  const { rows, text } = rowsText(counts)
  const { read, counted, left_out } = counts.annotations
  return {
    json: {
      rows,
      configs: counts.rows,
      skipped: counts.skipped,
      annotations: counts.annotations,
      notes,
      firstRows,
    },
    text: [
      `${text}; ${counted} of ${read} annotations counted`,
      ...Object.entries(counts.rows).flatMap(([config, splits]) =>
        Object.entries(splits).map(([split, n]) => `  ${config} ${split}: ${n}`),
      ),
      ...reasonLines("Annotations not counted", left_out, leftOutReasons),
      ...reasonLines("Judged, but without a row", counts.skipped, skipReasons),
      ...notes.map((note) => `! ${note}`),
      ...(firstRows.length > 0 ? ["First rows:", ...firstRows] : []),
    ].join("\n"),
  }
}

function reasonLines(
  title: string,
  found: Readonly<Record<string, number>>,
  texts: Readonly<Record<string, string>>,
): string[] {
  const lines = Object.entries(found).map(([reason, n]) => `  ${n} ${reason}: ${texts[reason] ?? ""}`)
  return lines.length === 0 ? [] : [`${title}:`, ...lines]
}
