"use client"

import { useEffect, useEffectEvent } from "react"
import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Textarea } from "@/components/ui/textarea"
import { useToast } from "@/components/ui/toast"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"

/** A reason, and the two buttons under it. Says what was done when it is. */
export function ReasonForm<T>({
  hidden,
  send,
  label,
  done,
  ask,
  onDone,
}: {
  hidden: Readonly<Record<string, string>>
  send: FormAction<T>
  label: string
  /** What is said when it is done. */
  done: (data: T) => string
  /** Whether a reason is asked for. */
  ask: boolean
  onDone: () => void
}) {
  const { result, pending, formProps } = useFormAction(send)
  const toast = useToast()
  const finish = useEffectEvent((data: T) => {
    toast(done(data))
    onDone()
  })
  useEffect(() => {
    if (result?.ok) finish(result.data)
  }, [result])
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={hidden} />
      {ask && (
        <Field label="Reason" hint="Kept in the audit log." error={fieldError(result, "reason")}>
          {(control) => <Textarea {...control} name="reason" required maxLength={500} className="min-h-20" />}
        </Field>
      )}
      <Refusal result={result} />
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Leave it</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={pending}>
          {label}
        </Button>
      </div>
    </form>
  )
}
