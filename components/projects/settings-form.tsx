"use client"

import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Switch } from "@/components/ui/switch"
import { Textarea } from "@/components/ui/textarea"
import { type FormAction, fieldError } from "@/core/action-result"
import type { ProjectSettings } from "@/core/project-settings"

type Outcome = { tasksChanged: number; tasksAbove: number }

export function SettingsForm({
  slug,
  settings,
  tasks,
  save,
}: {
  slug: string
  settings: ProjectSettings
  /** How many tasks a change of the overlap reaches. */
  tasks: number
  save: FormAction<Outcome>
}) {
  const { result, pending, formProps } = useFormAction(save)
  return (
    <form {...formProps} className="panel panel-padded grid gap-6">
      <input type="hidden" name="slug" value={slug} />
      <Field label="Name" error={fieldError(result, "name")}>
        {(control) => (
          <Input {...control} name="name" dir="auto" required maxLength={120} defaultValue={settings.name} />
        )}
      </Field>
      <Field label="Description" optional error={fieldError(result, "description")}>
        {(control) => (
          <Textarea
            {...control}
            name="description"
            rows={3}
            maxLength={2000}
            defaultValue={settings.description}
          />
        )}
      </Field>
      <Whole
        label="Overlap"
        name="overlap"
        value={settings.overlap}
        min={1}
        max={100}
        error={fieldError(result, "overlap")}
        hint={`How many different people judge each task. A change reaches all ${plural(tasks, "task")} at once; answers already given are never dropped, so a task that has more keeps them.`}
      />
      <Whole
        label="Always judged by two or more"
        name="doubleShare"
        value={settings.doubleShare}
        min={0}
        max={100}
        unit="percent of the tasks"
        error={fieldError(result, "doubleShare")}
        hint="A permanent random share, whatever the overlap is. With an overlap of one, or one that adapts, agreement is measured on it alone."
      />
      <fieldset className="grid gap-4">
        <legend className="mb-1 font-medium">Overlap that adapts</legend>
        <p className="text-sm text-ink-2">
          Pairs outside that share start with one answer. More are asked for, one at a time, while the answer
          is not sure enough. Leave both fields empty for a fixed overlap.
        </p>
        <Whole
          label="Most answers per task"
          name="adaptiveCap"
          value={settings.adaptiveCap}
          min={2}
          max={100}
          optional
          error={fieldError(result, "adaptiveCap")}
        />
        <Whole
          label="Sure enough at"
          name="adaptiveTarget"
          value={settings.adaptiveTarget}
          min={0.51}
          max={0.99}
          step={0.01}
          optional
          error={fieldError(result, "adaptiveTarget")}
          hint="The probability of the leading answer, for instance 0.9: two that agree reach it, one alone or two against one does not."
        />
      </fieldset>
      <Whole
        label="Gold tasks"
        name="goldRate"
        value={settings.goldRate}
        min={0}
        max={100}
        unit="percent of what a person is given"
        error={fieldError(result, "goldRate")}
        hint="Tasks with a known answer, mixed in unmarked where the project has any. With 100 nothing else is given."
      />
      <Whole
        label="Hidden repeats"
        name="repeatRate"
        value={settings.repeatRate}
        min={0}
        max={50}
        unit="percent of what a person is given"
        error={fieldError(result, "repeatRate")}
        hint="Own earlier tasks again with the sides swapped, to see how consistent a person is. Not counted, not exported."
      />
      <Whole
        label="Tasks kept ready"
        name="leaseAhead"
        value={settings.leaseAhead}
        min={1}
        max={200}
        error={fieldError(result, "leaseAhead")}
        hint="How many tasks are reserved ahead for each person, so that the next one is there at once. More for bad connections; fewer when tasks run out."
      />
      <Whole
        label="Skips before review"
        name="skipLimit"
        value={settings.skipLimit}
        min={1}
        max={100}
        error={fieldError(result, "skipLimit")}
        hint="A task that this many people skipped goes to review instead of to the next person."
      />
      <Whole
        label="Suggest a break after"
        name="breakAfterMin"
        value={settings.breakAfterMin}
        min={0}
        max={1440}
        unit="minutes"
        error={fieldError(result, "breakAfterMin")}
        hint="Of work without a pause. 0 = never."
      />
      <Switch
        name="blurContent"
        defaultChecked={settings.blurContent}
        label="Blur texts until asked for"
        hint="For disturbing content: each text is shown when the person chooses to look."
      />
      <FormResult result={result} done={toOutcome} />
      <div>
        <Button type="submit" variant="primary" busy={pending}>
          {pending ? "Saving…" : "Save settings"}
        </Button>
      </div>
    </form>
  )
}

function toOutcome({ tasksChanged, tasksAbove }: Outcome): string {
  if (tasksChanged === 0) return "Saved."
  const above =
    tasksAbove > 0
      ? ` ${plural(tasksAbove, "of them has", "of them have")} more answers given or on somebody’s desk; what is given stays, what is given back is not asked for again.`
      : ""
  return `Saved. ${plural(tasksChanged, "task wants", "tasks want")} another number of answers now.${above}`
}

function Whole({
  label,
  name,
  value,
  min,
  max,
  hint,
  unit,
  step,
  optional = false,
  error,
}: {
  label: string
  name: string
  value: number | null
  min: number
  max: number
  hint?: string
  unit?: string
  step?: number
  optional?: boolean
  error: string | undefined
}) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(control) => (
        <span className="flex items-center gap-2.5 text-sm text-ink-2">
          <Input
            {...control}
            name={name}
            type="number"
            inputMode={step === undefined ? "numeric" : "decimal"}
            min={min}
            max={max}
            step={step}
            required={!optional}
            defaultValue={value ?? ""}
            className="max-w-28 text-ink"
          />
          {unit}
        </span>
      )}
    </Field>
  )
}
