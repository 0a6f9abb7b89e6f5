"use client"

import { useEffect, useRef } from "react"
import { Section } from "@/components/account/section"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"

type Props = { email: string; hasPassword: boolean; save: FormAction<null> }

export function PasswordForm({ email, hasPassword, save }: Props) {
  const { result, pending, formProps } = useFormAction(save)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (result?.ok) form.current?.reset()
  }, [result])
  return (
    <Section
      title="Password"
      lead={
        hasPassword ? "Changing it signs you out everywhere else." : "You have none yet: links sign you in."
      }
    >
      <form ref={form} {...formProps} className="grid gap-4">
        {/* For password managers, which file by it. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        {hasPassword && (
          <Field label="Current password" error={fieldError(result, "current")}>
            {(control) => (
              <Input {...control} name="current" type="password" autoComplete="current-password" required />
            )}
          </Field>
        )}
        <Field
          label="New password"
          hint="At least 10 characters; a few words in a row are easiest to keep in mind."
          error={fieldError(result, "password")}
        >
          {(control) => (
            <Input
              {...control}
              name="password"
              type="password"
              autoComplete="new-password"
              maxLength={200}
              required
            />
          )}
        </Field>
        <Refusal result={result} />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={pending}>
            {hasPassword ? "Change the password" : "Set a password"}
          </Button>
          <span role="status" className="text-sm text-good">
            {result?.ok && !pending ? "Saved" : ""}
          </span>
        </div>
      </form>
    </Section>
  )
}
