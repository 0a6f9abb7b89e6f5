"use client"

import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { Switch } from "@/components/ui/switch"
import { type FormAction, fieldError } from "@/core/action-result"
import type { ScreeningSetup } from "@/core/screening/views"

/** What somebody must have passed to annotate here, and whether the project trains. */
export function EntryForm({
  slug,
  setup: { choices, requires, showReasons },
  save,
}: {
  slug: string
  setup: ScreeningSetup
  save: FormAction<null>
}) {
  const { result, pending, formProps } = useFormAction(save)
  const all =
    requires && !choices.some((one) => one.slug === requires.slug) ? [requires, ...choices] : choices
  return (
    <form {...formProps} className="panel panel-padded grid gap-5">
      <input type="hidden" name="slug" value={slug} />
      <Field
        label="Passed before the first task"
        hint={
          all.length === 0
            ? "No other project you manage is a screening yet."
            : "Annotators get no task here before they pass it; the page leads them there. It holds for those who work here already, too."
        }
        error={fieldError(result, "requires")}
      >
        {(control) => (
          <Select {...control} name="requires" defaultValue={requires?.slug ?? ""}>
            <option value="">Nothing</option>
            {all.map((one) => (
              <option key={one.slug} value={one.slug}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Switch
        name="showReasons"
        defaultChecked={showReasons}
        label="Training"
        hint="After each answer to a gold task the page says whether it was right and why. People then see which tasks are gold."
      />
      <FormResult result={result} done={() => "Saved."} />
      <div>
        <Button type="submit" variant="primary" busy={pending}>
          Save entry and training
        </Button>
      </div>
    </form>
  )
}
