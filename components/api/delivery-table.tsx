"use client"

import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { FormAction } from "@/core/action-result"
import type { DeliveryRow } from "@/core/webhooks/view"

type Props = { slug: string; deliveries: readonly DeliveryRow[]; replay: FormAction<null> }

/** The newest deliveries, each with how it went and a way to send it again. */
export function DeliveryTable({ slug, deliveries, replay }: Props) {
  return (
    <Table caption="Deliveries" className="panel">
      <thead>
        <tr>
          <Th>When (UTC)</Th>
          <Th>Event</Th>
          <Th>To</Th>
          <Th>State</Th>
          <Th>
            <span className="sr-only">Send again</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <Tr key={delivery.id}>
            <Td>
              <When at={delivery.createdAt} />
            </Td>
            <Td className="font-mono text-xs whitespace-nowrap">{delivery.event}</Td>
            <Td className="min-w-40 wrap-anywhere">{delivery.url}</Td>
            <Td className="min-w-40">
              <State delivery={delivery} />
            </Td>
            <Td className="py-1 text-end">
              {delivery.status !== "PENDING" && <Replay slug={slug} id={delivery.id} replay={replay} />}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function State({ delivery }: { delivery: DeliveryRow }) {
  const { status, attempts, lastStatus, lastError, dueAt } = delivery
  const tries = `${attempts} ${attempts === 1 ? "try" : "tries"}`
  if (status === "DELIVERED") {
    return (
      <>
        <Badge tone="good">Delivered</Badge>{" "}
        <span className="text-xs text-ink-2">{`${lastStatus}, ${tries}`}</span>
      </>
    )
  }
  return (
    <>
      {status === "FAILED" ? <Badge tone="bad">Given up</Badge> : <Badge>On its way</Badge>}{" "}
      <span className="text-xs text-ink-2 wrap-anywhere">
        {tries}
        {lastError && `: ${lastError}`}
        {status === "PENDING" && attempts > 0 && (
          <>
            , again at <When at={dueAt} />
          </>
        )}
      </span>
    </>
  )
}

function Replay({ slug, id, replay }: { slug: string; id: string; replay: FormAction<null> }) {
  const { result, pending, formProps } = useFormAction(replay)
  return (
    <form {...formProps}>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <Button type="submit" size="sm" variant="quiet" busy={pending}>
        Send again
      </Button>
      <Refusal result={result} />
    </form>
  )
}
