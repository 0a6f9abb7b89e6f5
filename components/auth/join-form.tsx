"use client"

import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import type { FormAction } from "@/core/action-result"

/** Someone who is signed in takes an invitation. */
export function JoinForm({ join, token, label }: { join: FormAction<null>; token: string; label: string }) {
  const { result, pending, formProps } = useFormAction(join)
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <Refusal result={result} />
      <Button type="submit" variant="primary" busy={pending}>
        {/* An address may be wider than a phone. */}
        <span className="py-2 whitespace-normal wrap-anywhere">{label}</span>
      </Button>
    </form>
  )
}
