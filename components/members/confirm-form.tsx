"use client"

import { useEffect } from "react"
import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { DialogClose } from "@/components/ui/dialog"
import type { FormAction } from "@/core/action-result"

/** The two buttons under a question: leave it, or do it. Closes when done, stays to show a refusal. */
export function ConfirmForm({
  hidden,
  send,
  label,
  danger = false,
  onDone,
}: {
  hidden: Readonly<Record<string, string>>
  send: FormAction<null>
  label: string
  danger?: boolean
  onDone: () => void
}) {
  const { result, pending, formProps } = useFormAction(send)
  useEffect(() => {
    if (result?.ok) onDone()
  }, [result, onDone])
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={hidden} />
      <Refusal result={result} />
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Leave it</Button>
        </DialogClose>
        <Button type="submit" variant={danger ? "danger" : "primary"} busy={pending}>
          {label}
        </Button>
      </div>
    </form>
  )
}
