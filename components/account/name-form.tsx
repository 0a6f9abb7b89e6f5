"use client"

import { Section } from "@/components/account/section"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"

export function NameForm({ name, save }: { name: string; save: FormAction<null> }) {
  const { result, pending, formProps } = useFormAction(save)
  return (
    <Section title="Name" lead="As the people who run your projects see you.">
      <form {...formProps} className="grid gap-4">
        <Field label="Name" error={fieldError(result, "name")}>
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="name"
              maxLength={200}
              dir="auto"
              defaultValue={name}
            />
          )}
        </Field>
        <Refusal result={result} />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={pending}>
            Save
          </Button>
          <span role="status" className="text-sm text-good">
            {result?.ok && !pending ? "Saved" : ""}
          </span>
        </div>
      </form>
    </Section>
  )
}
