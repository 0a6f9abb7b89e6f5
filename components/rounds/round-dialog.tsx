"use client"

import { useEffect, useState } from "react"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"
import type { RoundRow } from "@/core/rounds/round"

type Save = FormAction<{ readonly number: number }>

/** Makes a round, or (with `round`) changes what is said about one. */
export function RoundDialog({ slug, round, save }: { slug: string; round?: RoundRow; save: Save }) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title={round ? `Round ${round.number}` : "Begin a round"}
      description={
        round
          ? "Its number and what lies in it stay."
          : "It becomes the active one: the next import goes into it."
      }
      open={open}
      onOpenChange={setOpen}
      trigger={
        round ? (
          <Button size="sm" variant="quiet" aria-label={`Edit round ${round.number}`}>
            Edit…
          </Button>
        ) : (
          <Button variant="primary">Begin a round…</Button>
        )
      }
    >
      <RoundForm slug={slug} {...(round && { round })} save={save} onDone={() => setOpen(false)} />
    </Dialog>
  )
}

function RoundForm({
  slug,
  round,
  save,
  onDone,
}: {
  slug: string
  round?: RoundRow
  save: Save
  onDone: () => void
}) {
  const { result, pending, formProps } = useFormAction(save)
  useEffect(() => {
    if (result?.ok) onDone()
  }, [result, onDone])
  const share = round?.onDistributionShare
  return (
    <form {...formProps} className="grid gap-5">
      <input type="hidden" name="slug" value={slug} />
      {round && <input type="hidden" name="number" value={round.number} />}
      <Field label="Name" error={fieldError(result, "name")}>
        {(control) => (
          <Input {...control} name="name" dir="auto" maxLength={120} defaultValue={round?.name} required />
        )}
      </Field>
      <Field
        label="Policy"
        optional
        hint="The model or checkpoint that wrote the new answers. Annotators never see it."
        error={fieldError(result, "policyVersion")}
      >
        {(control) => (
          <Input
            {...control}
            name="policyVersion"
            maxLength={120}
            spellCheck={false}
            defaultValue={round?.policyVersion ?? ""}
          />
        )}
      </Field>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Field label="From" optional error={fieldError(result, "startsOn")}>
          {(control) => (
            <Input {...control} name="startsOn" type="date" defaultValue={round?.startsOn ?? ""} />
          )}
        </Field>
        <Field
          label="On distribution"
          optional
          hint="Percent of answers by the policy itself."
          error={fieldError(result, "onDistribution")}
        >
          {(control) => (
            <Input
              {...control}
              name="onDistribution"
              type="number"
              min={0}
              max={100}
              step="any"
              defaultValue={share === null || share === undefined ? "" : Math.round(share * 1e4) / 100}
            />
          )}
        </Field>
      </div>
      <Refusal result={result} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={pending}>
          {round ? "Save" : "Begin"}
        </Button>
      </div>
    </form>
  )
}
