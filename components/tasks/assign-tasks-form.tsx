"use client"

import { useState } from "react"
import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { type FormAction, fieldError } from "@/core/action-result"

type Props = {
  slug: string
  /** The filter of the list, as in its address. */
  filter: string
  total: number
  cohorts: readonly string[]
  people: readonly { userId: string; name: string }[]
  assign: FormAction<{ tasks: number }>
}

/** Who gets the tasks that the list shows, and how many answers they want. */
export function AssignTasks(props: Props) {
  return (
    <Dialog
      wide
      title={`Assign ${plural(props.total, "task")}`}
      description="Every task that fits the filters, on all pages. What you leave as it is stays as it is on each. Whoever holds one already keeps it."
      trigger={<Button size="sm">Assign…</Button>}
    >
      <AssignForm {...props} />
    </Dialog>
  )
}

function AssignForm({ slug, filter, total, cohorts, people, assign }: Props) {
  const { result, pending, formProps } = useFormAction(assign)
  const [reserve, setReserve] = useState("keep")
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="filter" value={filter} />
      <Field label="Cohort" hint="Only its members get them." error={fieldError(result, "cohort")}>
        {(control) => (
          <Select {...control} name="cohort" defaultValue="">
            <option value="">As it is</option>
            <option value="*">Everyone</option>
            {cohorts.map((cohort) => (
              <option key={cohort} value={`=${cohort}`}>
                {cohort}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Named people" error={fieldError(result, "people")}>
        {(control) => (
          <Select
            {...control}
            name="reserve"
            value={reserve}
            onChange={(event) => setReserve(event.currentTarget.value)}
          >
            <option value="keep">As it is</option>
            <option value="anyone">For anyone</option>
            <option value="named">Only for …</option>
          </Select>
        )}
      </Field>
      {reserve === "named" && (
        <fieldset className="max-h-52 overflow-y-auto rounded-control border border-line px-3 py-2">
          <legend className="sr-only">People</legend>
          {people.map((person) => (
            <Checkbox key={person.userId} name="people" value={person.userId} label={person.name} />
          ))}
        </fieldset>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Overlap of their own"
          hint="A number, or “project” for the project’s. Never below what is taken."
          error={fieldError(result, "overlap")}
        >
          {(control) => <Input {...control} name="overlap" placeholder="as it is" />}
        </Field>
        <Field
          label="Priority"
          hint="Higher is served first; 0 is usual."
          error={fieldError(result, "priority")}
        >
          {(control) => (
            <Input {...control} name="priority" type="number" min={-1000} max={1000} placeholder="as it is" />
          )}
        </Field>
      </div>
      <FormResult result={result} done={({ tasks }) => `Done for ${plural(tasks, "task")}.`} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={pending} disabled={total === 0}>
          Assign
        </Button>
      </div>
    </form>
  )
}
