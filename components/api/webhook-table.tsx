"use client"

import { useState } from "react"
import { ConfirmForm } from "@/components/members/confirm-form"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ActionsTd, ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table"
import type { FormAction } from "@/core/action-result"
import type { WebhookRow } from "@/core/webhooks/view"

type Props = { slug: string; webhooks: readonly WebhookRow[]; remove: FormAction<null> }

/** The addresses of a project, with what waits and what failed. */
export function WebhookTable({ slug, webhooks, remove }: Props) {
  return (
    <Table caption="Webhooks" className="panel">
      <thead>
        <tr>
          <Th>Address</Th>
          <Th>Events</Th>
          <Th numeric>Waiting</Th>
          <Th numeric>Failed</Th>
          <Th>Since</Th>
          <ActionsTh label="Remove" />
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => (
          <Tr key={webhook.id}>
            <Td className="min-w-48">
              <span className="wrap-anywhere">{webhook.url}</span>{" "}
              {webhook.disabledAt && <Badge tone="bad">Off: the receiver is gone</Badge>}
            </Td>
            <Td className="font-mono text-xs">{webhook.events.join(", ")}</Td>
            <Td numeric>{webhook.waiting}</Td>
            <Td numeric>{webhook.failed}</Td>
            <Td>
              <When at={webhook.createdAt} onlyDay />
            </Td>
            <ActionsTd className="py-1">
              <Remove slug={slug} webhook={webhook} remove={remove} />
            </ActionsTd>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Remove({ slug, webhook, remove }: { slug: string; webhook: WebhookRow; remove: FormAction<null> }) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Dialog
      title="Remove this webhook?"
      description={`${webhook.url} is told nothing more, and its log goes.`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Remove ${webhook.url}`}>
          Remove…
        </Button>
      }
    >
      <ConfirmForm hidden={{ slug, id: webhook.id }} send={remove} label="Remove" danger onDone={close} />
    </Dialog>
  )
}
