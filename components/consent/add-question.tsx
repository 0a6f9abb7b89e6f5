"use client"

import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Textarea } from "@/components/ui/textarea"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"

/** A new voluntary question: its text and its choices, one a line. */
export function AddQuestion({ slug, add }: { slug: string; add: FormAction<null> }) {
  const { result, pending, formProps } = useFormAction(add)
  return (
    <form {...formProps} className="panel panel-padded grid max-w-2xl gap-4">
      <h3 className="text-base">Add a question</h3>
      <input type="hidden" name="slug" value={slug} />
      <Field label="Question" error={fieldError(result, "text")}>
        {(control) => <Input {...control} name="text" maxLength={300} dir="auto" required />}
      </Field>
      <Field
        label="Choices, one a line"
        hint="“Prefer not to say” is always offered and need not be written."
        error={fieldError(result, "choices")}
      >
        {(control) => <Textarea {...control} name="choices" rows={4} dir="auto" required />}
      </Field>
      <Refusal result={result} />
      <div className="flex items-center gap-3">
        <Button type="submit" busy={pending}>
          Add
        </Button>
        <span role="status" className="text-sm text-good">
          {result?.ok && !pending ? "Added" : ""}
        </span>
      </div>
    </form>
  )
}
