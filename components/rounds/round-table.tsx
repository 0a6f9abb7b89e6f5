"use client"

import { useState } from "react"
import { ConfirmForm } from "@/components/members/confirm-form"
import { toCloseText } from "@/components/rounds/close-text"
import { RoundDialog } from "@/components/rounds/round-dialog"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { cx } from "@/components/ui/cx"
import { ActionsTd, ActionsTh, rowActions, Table, Td, Th, Tr } from "@/components/ui/table"
import { TextLink } from "@/components/ui/text-link"
import type { FormAction } from "@/core/action-result"
import type { RoundRow } from "@/core/rounds/round"

type Props = {
  slug: string
  rounds: readonly RoundRow[]
  change: FormAction<{ readonly number: number }>
  move: FormAction<null>
}

/** The rounds, newest first, each with what lies in it and where to see it alone. */
export function RoundTable({ slug, rounds, change, move }: Props) {
  const path = `/projects/${slug}`
  return (
    <Table caption="Rounds" className="panel">
      <thead>
        <tr>
          <Th>Round</Th>
          <Th>Policy</Th>
          <Th>From</Th>
          <Th numeric>On distribution</Th>
          <Th numeric>Completions</Th>
          <Th numeric>Tasks done</Th>
          <ActionsTh label="See and change" />
        </tr>
      </thead>
      <tbody>
        {rounds.map((round) => (
          <Tr key={round.id}>
            <Td className="min-w-40">
              <span className="figures me-2 text-ink-3">{round.number}</span>
              <bdi className="font-medium">{round.name}</bdi>{" "}
              {round.active && <Badge tone="accent">Active</Badge>}
              {round.closed && <Badge>Closed</Badge>}
            </Td>
            <Td className="min-w-32 font-mono text-xs wrap-anywhere">{round.policyVersion ?? "–"}</Td>
            <Td className="figures whitespace-nowrap">{round.startsOn ?? "–"}</Td>
            <Td numeric>
              {round.onDistributionShare === null
                ? "–"
                : `${Math.round(round.onDistributionShare * 1000) / 10} %`}
            </Td>
            <Td numeric>{round.completions.toLocaleString("en")}</Td>
            <Td numeric>
              <TextLink href={`${path}/tasks?round=${round.number}`}>
                {round.done.toLocaleString("en")} of {round.tasks.toLocaleString("en")}
              </TextLink>
            </Td>
            <ActionsTd className="py-1">
              <div className={cx(rowActions, "min-w-max")}>
                <TextLink href={`${path}/numbers?round=${round.id}`} className="px-2 text-sm">
                  Numbers
                </TextLink>
                <RoundDialog slug={slug} round={round} save={change} />
                {!round.active && !round.closed && (
                  <Step slug={slug} round={round} step="activate" label="Make active" move={move} />
                )}
                {round.active && (
                  <Step slug={slug} round={round} step="rest" label="No longer active" move={move} />
                )}
                {round.closed ? (
                  <Step slug={slug} round={round} step="reopen" label="Open again" move={move} />
                ) : (
                  <Close slug={slug} round={round} move={move} />
                )}
              </div>
            </ActionsTd>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

type StepProps = { slug: string; round: RoundRow; move: FormAction<null> }

function Step({
  slug,
  round,
  step,
  label,
  move,
}: StepProps & { step: "activate" | "rest" | "reopen"; label: string }) {
  const { result, pending, formProps } = useFormAction(move)
  return (
    <form {...formProps}>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="number" value={round.number} />
      <input type="hidden" name="step" value={step} />
      <Refusal result={result} />
      <Button
        type="submit"
        size="sm"
        variant="quiet"
        busy={pending}
        aria-label={`${label}: round ${round.number}`}
      >
        {label}
      </Button>
    </form>
  )
}

function Close({ slug, round, move }: StepProps) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title={`Close round ${round.number}?`}
      description={toCloseText(round)}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Close round ${round.number}`}>
          Close…
        </Button>
      }
    >
      <ConfirmForm
        hidden={{ slug, number: String(round.number), step: "close" }}
        send={move}
        label="Close"
        onDone={() => setOpen(false)}
      />
    </Dialog>
  )
}
