"use client"

import { useEffect, useState } from "react"
import { HiddenFields } from "@/components/members/hidden-fields"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { Textarea } from "@/components/ui/textarea"
import { type FormAction, fieldError } from "@/core/action-result"

type Props = {
  slug: string
  taskId: string
  /** It is gold already: the known answer is changed. */
  known: boolean
  /** What the protocol offers beside the two texts. */
  tie: boolean
  bothBad: boolean
  mark: FormAction<null>
}

/** Gives a pair its known answer. */
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

function MarkForm({ slug, taskId, tie, bothBad, mark, onDone }: Props & { onDone: () => void }) {
  const { result, pending, formProps } = useFormAction(mark)
  useEffect(() => {
    if (result?.ok) onDone()
  }, [result, onDone])
  const shown = fieldError(result, "answer") ?? fieldError(result, "reason")
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={{ slug, taskId }} />
      <Field label="Known answer" error={fieldError(result, "answer")}>
        {(control) => (
          <Select {...control} name="answer" required defaultValue="">
            <option value="" disabled>
              Choose
            </option>
            <option value="A">Text 1 is better</option>
            <option value="B">Text 2 is better</option>
            {tie && <option value="TIE">The same</option>}
            {bothBad && <option value="BOTH_BAD">Both bad</option>}
          </Select>
        )}
      </Field>
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
