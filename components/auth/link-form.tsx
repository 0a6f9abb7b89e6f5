"use client"

import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import type { FormAction } from "@/core/action-result"

/** The one button of a sign-in link. Pressing it uses the link up; opening the page does not. */
export function LinkForm({ signIn, token }: { signIn: FormAction<null>; token: string }) {
  const { result, pending, formProps } = useFormAction(signIn)
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <Refusal result={result} />
      <Button type="submit" variant="primary" busy={pending}>
        Sign in
      </Button>
    </form>
  )
}
