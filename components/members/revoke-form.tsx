"use client"

import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import type { FormAction } from "@/core/action-result"

/** One press: a new link is as quickly made. */
export function RevokeForm({
  hidden,
  revoke,
}: {
  hidden: Readonly<Record<string, string>>
  revoke: FormAction<null>
}) {
  const { result, pending, formProps } = useFormAction(revoke)
  return (
    <form {...formProps} className="grid justify-items-end gap-2">
      <HiddenFields values={hidden} />
      <Button type="submit" size="sm" busy={pending}>
        Withdraw
      </Button>
      <Refusal result={result} />
    </form>
  )
}
