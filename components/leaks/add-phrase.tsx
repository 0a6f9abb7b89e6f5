"use client"

import { type ComponentProps, startTransition, useActionState, useState } from "react"
import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { type FormAction, fieldError } from "@/core/action-result"

export type PhrasePreview = { readonly phrase: string; readonly found: number; readonly atLeast: boolean }

/** A new phrase, with a look at how many completions it would find. */
export function AddPhrase({
  slug,
  preview,
  pending,
  formProps,
}: {
  slug: string
  preview: FormAction<PhrasePreview>
  pending: boolean
  formProps: Pick<ComponentProps<"form">, "action" | "onSubmit">
}) {
  const [phrase, setPhrase] = useState("")
  const [result, look, looking] = useActionState(preview, null)
  return (
    <form {...formProps} className="panel panel-padded grid gap-4">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="change" value="add" />
      <Field
        label="Add a phrase"
        hint="A whole word or several. Capitals do not matter, nor whether words are joined by a space or a hyphen."
        error={fieldError(result, "phrase")}
      >
        {(control) => (
          <Input
            {...control}
            name="phrase"
            dir="auto"
            value={phrase}
            onChange={(event) => setPhrase(event.currentTarget.value)}
            required
            minLength={2}
            maxLength={100}
            autoComplete="off"
          />
        )}
      </Field>
      {result?.ok === true && <FormResult result={result} done={toCount} />}
      <div className="flex flex-wrap gap-2">
        <Button
          busy={looking}
          disabled={phrase.trim() === ""}
          onClick={(event) => {
            const form = event.currentTarget.form
            if (form?.reportValidity() === true) startTransition(() => look(new FormData(form)))
          }}
        >
          Count first
        </Button>
        <Button type="submit" variant="primary" busy={pending}>
          Add phrase
        </Button>
      </div>
    </form>
  )
}

function toCount({ phrase, found, atLeast }: PhrasePreview): string {
  if (found === 0 && !atLeast) return `“${phrase}” would be found nowhere.`
  return `“${phrase}” would be found in ${atLeast ? "at least " : ""}${plural(found, "completion")}.`
}
