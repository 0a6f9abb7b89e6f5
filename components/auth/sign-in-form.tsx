"use client"

import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"

export function SignInForm({ signIn, next }: { signIn: FormAction<null>; next: string | undefined }) {
  const { result, pending, formProps } = useFormAction(signIn)
  return (
    <form {...formProps} className="grid gap-4">
      {next && <input type="hidden" name="next" value={next} />}
      <Field label="E-mail address" error={fieldError(result, "email")}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" required spellCheck={false} />
        )}
      </Field>
      <Field label="Password" error={fieldError(result, "password")}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <Refusal result={result} />
      <Button type="submit" variant="primary" busy={pending}>
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  )
}
