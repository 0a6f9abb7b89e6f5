"use client"

import { useEffect, useState } from "react"
import type { ManyAsked } from "@/components/gold/known-many"
import { KnownMany } from "@/components/gold/known-many"
import { KnownPair } from "@/components/gold/known-pair"
import { HiddenFields } from "@/components/members/hidden-fields"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Textarea } from "@/components/ui/textarea"
import { type FormAction, fieldError } from "@/core/action-result"

type Props = {
  slug: string
  taskId: string
  /** It is gold already: the known answer is changed. */
  known: boolean
  /** What the protocol asks of the task. */
  asked:
    | { readonly kind: "PAIR"; readonly tie: boolean; readonly bothBad: boolean }
    | ({ readonly kind: "MANY" } & ManyAsked)
  mark: FormAction<null>
}

/** Gives a task its known answer. */
export function MarkGold(props: Props) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={props.known ? "Change the known answer" : "Make this a gold task"}
      description="It leaves the ordinary queue and is mixed in unmarked. Answers it has already stay counted."
      trigger={<Button size="sm">{props.known ? "Change known answer…" : "Make it gold…"}</Button>}
    >
      <MarkForm {...props} onDone={() => setOpen(false)} />
    </Dialog>
  )
}

function MarkForm({ slug, taskId, asked, mark, onDone }: Props & { onDone: () => void }) {
  const { result, pending, formProps } = useFormAction(mark)
  useEffect(() => {
    if (result?.ok) onDone()
  }, [result, onDone])
  const shown = fieldError(result, "answer") ?? fieldError(result, "reason")
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={{ slug, taskId }} />
      {asked.kind === "PAIR" ? (
        <KnownPair tie={asked.tie} bothBad={asked.bothBad} error={fieldError(result, "answer")} />
      ) : (
        <KnownMany {...asked} />
      )}
      <Field
        label="Why"
        hint="People may read it after their answer, where a training asks for that."
        error={fieldError(result, "reason")}
      >
        {(control) => <Textarea {...control} name="reason" rows={3} required maxLength={2000} dir="auto" />}
      </Field>
      {result && !result.ok && !shown && <FormResult result={result} />}
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Leave it</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={pending}>
          Save known answer
        </Button>
      </div>
    </form>
  )
}
