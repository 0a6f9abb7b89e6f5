"use client"

import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Switch } from "@/components/ui/switch"
import { type FormAction, fieldError } from "@/core/action-result"
import type { RulingSettings } from "@/core/adjudication/settings"

export function RulingSettingsForm({
  slug,
  settings,
  save,
}: {
  slug: string
  settings: RulingSettings
  save: FormAction<void>
}) {
  const { result, pending, formProps } = useFormAction(save)
  return (
    <form {...formProps} className="panel panel-padded grid gap-6" aria-label="How this project rules">
      <h2 className="text-base">How this project rules</h2>
      <input type="hidden" name="slug" value={slug} />
      <Field
        label="Contested below"
        error={fieldError(result, "contestedBelow")}
        hint="How sure the leading answer must be, from 0 to 1. Two votes against one come to about 0.77 where two answers are offered. Split votes, and strengths against the number of votes, are contested always."
      >
        {(control) => (
          <Input
            {...control}
            name="contestedBelow"
            type="number"
            inputMode="decimal"
            min={0}
            max={1}
            step={0.01}
            required
            defaultValue={settings.contestedBelow}
            className="max-w-28"
          />
        )}
      </Field>
      <Switch
        name="rulingReason"
        defaultChecked={settings.rulingReason}
        label="Every ruling gives its reason"
        hint="Otherwise a reason can be given and need not."
      />
      <Switch
        name="rulingByVoters"
        defaultChecked={settings.rulingByVoters}
        label="People may rule on what they voted on"
        hint="They are told that they did. Off: such tasks go to a colleague."
      />
      <FormResult result={result} done={() => "Saved."} />
      <div>
        <Button type="submit" busy={pending}>
          {pending ? "Saving…" : "Save"}
        </Button>
      </div>
    </form>
  )
}
