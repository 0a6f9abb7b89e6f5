import { countText } from "@/components/imports/byte-text"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { BadRowView } from "@/core/import-view"

/** Rows that cannot be taken, each with what was found and what was expected. */
export function BadRowTable({
  rows,
  total,
  hrefOf,
}: {
  rows: readonly BadRowView[]
  total: number
  hrefOf: (format: "csv" | "jsonl") => string
}) {
  const shown = rows.slice(0, 20)
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <div className="panel min-w-0">
        <Table caption="Bad rows">
          <thead>
            <tr>
              <Th>File</Th>
              <Th numeric>Line</Th>
              <Th>Field</Th>
              <Th>Found</Th>
              <Th>Expected</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Tr key={`${row.file}:${row.line}:${row.field}`}>
                <Td className="max-w-56 min-w-28 wrap-anywhere">{row.file}</Td>
                <Td numeric>{countText(row.line)}</Td>
                <Td className="font-mono">{row.field}</Td>
                <Td className="max-w-80 min-w-40 wrap-anywhere">{row.found}</Td>
                <Td className="max-w-80 min-w-40 wrap-anywhere">{row.expected}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      <p className="text-sm text-ink-2">
        {total > shown.length && `The first ${shown.length} of ${countText(total)}. `}
        All of them as{" "}
        <a className="text-accent underline underline-offset-3" href={hrefOf("csv")} download>
          CSV
        </a>{" "}
        or{" "}
        <a className="text-accent underline underline-offset-3" href={hrefOf("jsonl")} download>
          JSONL
        </a>
        .
      </p>
    </div>
  )
}
