"use client"

import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import type { FormAction } from "@/core/action-result"

/** Off to the organisation's own sign-in, and back to `next`. */
export function ProviderForm({
  start,
  name,
  next,
}: {
  start: FormAction<null>
  /** Of the provider. */
  name: string
  next: string | undefined
}) {
  const { result, pending, formProps } = useFormAction(start)
  return (
    <form {...formProps} className="grid gap-3">
      {next && <input type="hidden" name="next" value={next} />}
      <Refusal result={result} />
      <Button type="submit" busy={pending}>
        Continue with {name}
      </Button>
    </form>
  )
}

export function OrDivider() {
  return (
    <div className="flex items-center gap-3 text-xs text-ink-3">
      <span aria-hidden className="h-px grow bg-line" />
      or
      <span aria-hidden className="h-px grow bg-line" />
    </div>
  )
}
