"use client"

import { useEffect, useState } from "react"
import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { type FormAction, fieldError } from "@/core/action-result"

type Props = {
  slug: string
  /** One prompt, or all that the filter of the list means, as in its address. */
  target: { id: string } | { filter: string; total: number }
  /** What the one prompt says now. */
  row?: { useCase: string | null; language: string | null; tags: readonly string[] }
  edit: FormAction<{ changed: number }>
}

/** Changes use case, language and tags of one prompt or of all that are listed. */
export function EditPrompts(props: Props) {
  const [open, setOpen] = useState(false)
  const many = "filter" in props.target ? props.target.total : 1
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={props.row ? "Edit the prompt" : `Edit ${plural(many, "prompt")}`}
      description={
        props.row
          ? "What is said about it; its text stays. Exports made before keep what they said."
          : "All that the filters list, on all pages. What you leave empty stays as it is on each."
      }
      trigger={
        <Button size="sm" variant={props.row ? "quiet" : "secondary"}>
          {props.row ? "Edit…" : "Edit all…"}
        </Button>
      }
    >
      <EditForm {...props} onDone={() => setOpen(false)} />
    </Dialog>
  )
}

function EditForm({ slug, target, row, edit, onDone }: Props & { onDone: () => void }) {
  const { result, pending, formProps } = useFormAction(edit)
  useEffect(() => {
    if (row && result?.ok) onDone()
  }, [row, result, onDone])
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="slug" value={slug} />
      {"id" in target ? (
        <input type="hidden" name="id" value={target.id} />
      ) : (
        <input type="hidden" name="filter" value={target.filter} />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Use case" hint="A single - takes it away." error={fieldError(result, "useCase")}>
          {(control) => (
            <Input {...control} name="useCase" maxLength={100} defaultValue={row?.useCase ?? ""} />
          )}
        </Field>
        <Field label="Language" hint="For instance en, or -." error={fieldError(result, "language")}>
          {(control) => (
            <Input {...control} name="language" maxLength={100} defaultValue={row?.language ?? ""} />
          )}
        </Field>
      </div>
      <Field label="Add tags" hint="Divided by commas." error={fieldError(result, "addTags")}>
        {(control) => <Input {...control} name="addTags" maxLength={2000} />}
      </Field>
      <Field
        label="Take tags away"
        hint={row && row.tags.length > 0 ? `It has ${row.tags.join(", ")}.` : "Divided by commas."}
        error={fieldError(result, "removeTags")}
      >
        {(control) => <Input {...control} name="removeTags" maxLength={2000} />}
      </Field>
      <FormResult result={result} done={({ changed }) => `Changed ${plural(changed, "prompt")}.`} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={pending}>
          Change
        </Button>
      </div>
    </form>
  )
}
