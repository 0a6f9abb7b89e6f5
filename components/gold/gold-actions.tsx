"use client"

import { useEffect, useState } from "react"
import { HiddenFields } from "@/components/members/hidden-fields"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Textarea } from "@/components/ui/textarea"
import { type FormAction, fieldError } from "@/core/action-result"

type Hidden = Readonly<Record<string, string>>

/** One press: restoring loses nothing. */
export function RestoreGold({ hidden, restore }: { hidden: Hidden; restore: FormAction<null> }) {
  const { result, pending, formProps } = useFormAction(restore)
  return (
    <form {...formProps} className="grid justify-items-start gap-2">
      <HiddenFields values={hidden} />
      <Button type="submit" size="sm" busy={pending}>
        Restore
      </Button>
      <FormResult result={result} />
    </form>
  )
}

export function RetireGold({ hidden, retire }: { hidden: Hidden; retire: FormAction<null> }) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Retire this gold task"
      description="Nobody gets it any more. What people answered to it stays, and it can be restored."
      trigger={<Button size="sm">Retire…</Button>}
    >
      <RetireForm hidden={hidden} retire={retire} onDone={() => setOpen(false)} />
    </Dialog>
  )
}

function RetireForm({
  hidden,
  retire,
  onDone,
}: {
  hidden: Hidden
  retire: FormAction<null>
  onDone: () => void
}) {
  const { result, pending, formProps } = useFormAction(retire)
  useEffect(() => {
    if (result?.ok) onDone()
  }, [result, onDone])
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={hidden} />
      <Field label="Why" error={fieldError(result, "reason")}>
        {(control) => <Textarea {...control} name="reason" rows={3} required maxLength={2000} dir="auto" />}
      </Field>
      {result && !result.ok && !fieldError(result, "reason") && <FormResult result={result} />}
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Leave it</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={pending}>
          Retire
        </Button>
      </div>
    </form>
  )
}
