"use client"

import { type ComponentProps, useState } from "react"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { PhraseRow } from "@/core/lists/leak-row"

export type PhraseChanged = {
  readonly phrase: string
  readonly change: "add" | "remove" | "on" | "off"
  readonly changed: number
}

/** Rows that are shown before the rest is asked for. */
const firstRows = 8

export function PhraseTable({
  caption,
  slug,
  rows,
  collapsed,
  pending,
  formProps,
}: {
  caption: string
  slug: string
  rows: readonly PhraseRow[]
  collapsed: boolean
  pending: boolean
  formProps: Pick<ComponentProps<"form">, "action" | "onSubmit">
}) {
  const [open, setOpen] = useState(!collapsed && rows.length <= 50)
  const shown = open ? rows : rows.filter((row, index) => index < firstRows || row.found > 0 || !row.on)
  return (
    <div className="panel min-w-0">
      <Table caption={caption}>
        <thead>
          <tr>
            <Th>Phrase</Th>
            <Th numeric>Found in</Th>
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Tr key={row.phrase}>
              <Td className="w-full min-w-32 wrap-anywhere">
                <span dir="auto" className={row.on ? "" : "text-ink-3 line-through"}>
                  {row.phrase}
                </span>
                {row.scope === "itself" && <Badge className="ms-2">speaking of itself</Badge>}
              </Td>
              <Td numeric className={row.found === 0 ? "text-ink-3" : ""}>
                {row.found.toLocaleString("en")}
              </Td>
              <Td>
                <form {...formProps}>
                  <input type="hidden" name="slug" value={slug} />
                  <input type="hidden" name="phrase" value={row.phrase} />
                  <Button
                    type="submit"
                    size="sm"
                    name="change"
                    value={changeOf(row)}
                    busy={pending}
                    aria-label={`${changeName[changeOf(row)]}: ${row.phrase}`}
                    className="whitespace-nowrap"
                  >
                    {changeName[changeOf(row)]}
                  </Button>
                </form>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {shown.length < rows.length && (
        <div className="border-t border-line p-3">
          <Button size="sm" variant="quiet" onClick={() => setOpen(true)}>
            Show all {rows.length}
          </Button>
        </div>
      )}
    </div>
  )
}

const changeName = { remove: "Remove", on: "Look for it", off: "Leave it alone" } as const

function changeOf({ origin, on }: PhraseRow): keyof typeof changeName {
  if (origin === "project") return "remove"
  return on ? "off" : "on"
}
