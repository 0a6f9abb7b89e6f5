"use client"

import { useState } from "react"
import { ConfirmForm } from "@/components/members/confirm-form"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ActionsTd, ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table"
import type { FormAction } from "@/core/action-result"
import type { ApiKeyRow } from "@/core/api/scopes"

type Props = { slug: string; keys: readonly ApiKeyRow[]; now: Date; end: FormAction<null> }

/** The keys of a project, without the keys themselves. */
export function KeyTable({ slug, keys, now, end }: Props) {
  return (
    <Table caption="API keys" className="panel">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Whose</Th>
          <Th>May</Th>
          <Th>Last used (UTC)</Th>
          <Th>Ends</Th>
          <ActionsTh label="Revoke" />
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Tr key={key.id}>
            <Td className="min-w-36">
              <bdi className="font-medium wrap-anywhere">{key.name}</bdi>
              <code className="block text-xs text-ink-3">{key.prefix}…</code>
            </Td>
            <Td>
              <bdi className="wrap-anywhere">{key.by}</bdi>
            </Td>
            <Td className="min-w-40 font-mono text-xs">{key.scopes.join(", ")}</Td>
            <Td>
              {key.lastUsedAt ? <When at={key.lastUsedAt} /> : <span className="text-ink-3">never</span>}
            </Td>
            <Td className="whitespace-nowrap">
              <Ending row={key} now={now} />
            </Td>
            <ActionsTd className="py-1">
              {key.revokedAt === null && <Revoke slug={slug} row={key} end={end} />}
            </ActionsTd>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Ending({ row, now }: { row: ApiKeyRow; now: Date }) {
  if (row.revokedAt) return <Badge tone="bad">Revoked</Badge>
  if (row.expiresAt && row.expiresAt <= now) return <Badge tone="bad">Past its time</Badge>
  return row.expiresAt ? <When at={row.expiresAt} onlyDay /> : <span className="text-ink-3">no end</span>
}

function Revoke({ slug, row, end }: { slug: string; row: ApiKeyRow; end: FormAction<null> }) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Dialog
      title={`Revoke ${row.name}?`}
      description="Its next call is refused. This cannot be taken back."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Revoke ${row.name}`}>
          Revoke…
        </Button>
      }
    >
      <ConfirmForm hidden={{ slug, id: row.id }} send={end} label="Revoke" danger onDone={close} />
    </Dialog>
  )
}
