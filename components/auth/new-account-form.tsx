"use client"

import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"

/** A new person takes an invitation and gets an account. */
export function NewAccountForm({
  create,
  token,
  email,
}: {
  create: FormAction<null>
  token: string
  /** Whom the invitation is for; null = whoever has the link. */
  email: string | null
}) {
  const { result, pending, formProps } = useFormAction(create)
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <Field label="E-mail address" error={fieldError(result, "email")}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            required
            spellCheck={false}
            {...(email && { defaultValue: email, readOnly: true, className: "bg-sunken" })}
          />
        )}
      </Field>
      <Field
        label="Name"
        hint="As the people who run the project see you."
        error={fieldError(result, "name")}
      >
        {(control) => (
          <Input {...control} name="name" autoComplete="name" maxLength={200} required dir="auto" />
        )}
      </Field>
      <Field
        label="Password"
        optional
        hint="At least 10 characters. Without one you ask for a new link each time."
        error={fieldError(result, "password")}
      >
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="new-password" maxLength={200} />
        )}
      </Field>
      <Refusal result={result} />
      <Button type="submit" variant="primary" busy={pending}>
        Create account and join
      </Button>
    </form>
  )
}
