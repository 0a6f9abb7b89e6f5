import Link from "next/link"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { DemonstrationRow } from "@/core/lists/demonstration-row"

/** Written texts, without their authors. */
export function DemonstrationList({
  rows,
  hrefOf,
}: {
  rows: readonly DemonstrationRow[]
  hrefOf: (id: string) => string
}) {
  return (
    <Table caption="Written texts" className="panel">
      <thead>
        <tr>
          <Th>Text</Th>
          <Th>Use case</Th>
          <Th>Language</Th>
          <Th numeric>Characters</Th>
          <Th>Handed in</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="w-1/2 min-w-64">
              <Link
                dir="auto"
                href={hrefOf(row.id)}
                className="line-clamp-2 font-medium wrap-anywhere hover:text-accent hover:underline"
              >
                {row.answer.trim() || "(an empty text)"}
              </Link>
              {row.phrases > 0 && <Badge tone="warn">Speaks like a model</Badge>}
            </Td>
            <Td>{row.useCase ?? "–"}</Td>
            <Td>{row.language ?? "–"}</Td>
            <Td numeric>{row.chars}</Td>
            <Td>
              <When at={row.createdAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
