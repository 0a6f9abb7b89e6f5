"use client"

import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { type FormAction, fieldError } from "@/core/action-result"

/** Where the prompt is written too, somebody says how many are wanted. */
export function AskForTexts({
  slug,
  ask,
}: {
  slug: string
  ask: FormAction<{ added: number; total: number }>
}) {
  const { result, pending, formProps } = useFormAction(ask)
  return (
    <form
      {...formProps}
      className="panel panel-padded mt-8 grid max-w-xl gap-4"
      aria-label="Ask for more texts"
    >
      <h2 className="text-base">Ask for more texts</h2>
      <input type="hidden" name="slug" value={slug} />
      <Field
        label="Prompts to be written"
        hint="Each becomes a task that gives no prompt: people write it together with its answer."
        error={fieldError(result, "count")}
      >
        {(control) => (
          <Input
            {...control}
            name="count"
            type="number"
            min={1}
            max={10_000}
            required
            defaultValue={100}
            className="max-w-28"
          />
        )}
      </Field>
      <FormResult result={result} done={({ added, total }) => `${added} more, ${total} in all.`} />
      <div>
        <Button type="submit" busy={pending}>
          Ask for them
        </Button>
      </div>
    </form>
  )
}
