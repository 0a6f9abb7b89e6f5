"use client"

import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { CopyField } from "@/components/ui/copy-field"
import type { FormAction } from "@/core/action-result"

/** Makes a one-time link for a person and shows it this one time. */
export function SignInLinkForm({
  userId,
  makeLink,
}: {
  userId: string
  makeLink: FormAction<{ readonly url: string; readonly expiresAt: Date }>
}) {
  const { result, pending, formProps } = useFormAction(makeLink)
  if (result?.ok) {
    return (
      <div role="status" className="grid gap-3">
        <CopyField label="Sign-in link" value={result.data.url} />
        <p className="text-sm text-ink-2">Copy it now: it is shown only here. Send it to nobody else.</p>
      </div>
    )
  }
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={{ userId }} />
      <Refusal result={result} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={pending}>
          Make the link
        </Button>
      </div>
    </form>
  )
}
