import type { ProjectAccess } from "@/server/access"
import { listBadRows } from "@/server/data/import-runs"

const columns = ["file", "line", "field", "found", "expected"] as const
type Row = Readonly<Record<(typeof columns)[number], string | number>>

/** All bad rows of a run as a stream of CSV or JSONL. */
export function streamBadRows(
  access: ProjectAccess<"imports:create">,
  importId: string,
  format: "csv" | "jsonl",
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: string | null = null
  let begun = false
  return new ReadableStream({
    async pull(controller) {
      if (!begun && format === "csv") controller.enqueue(encoder.encode(`${columns.join(",")}\r\n`))
      begun = true
      const rows = await listBadRows(access, importId, after)
      after = rows.at(-1)?.id ?? null
      if (after === null) return controller.close()
      controller.enqueue(encoder.encode(rows.map((row) => toLine(row, format)).join("")))
    },
  })
}

function toLine(row: Row, format: "csv" | "jsonl"): string {
  if (format === "jsonl")
    return `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]])))}\n`
  return `${columns.map((name) => toCell(row[name])).join(",")}\r\n`
}

/** A cell that a spreadsheet takes for text: a formula in a file's text must not run there. */
function toCell(value: string | number): string {
  if (typeof value === "number") return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
