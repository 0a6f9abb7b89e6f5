"use client"

import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { type FormAction, fieldError } from "@/core/action-result"
import type { DataRules } from "@/core/prompts/rules"

type Outcome = { held: number; heldInAll: number; split: number }
type Props = {
  slug: string
  rules: DataRules & { heldByCap: number; straddling: number }
  save: FormAction<Outcome>
}

/** The cap per source user and the split by source user. */
export function DataRulesDialog(props: Props) {
  return (
    <Dialog
      title="Rules for prompts"
      description="For all prompts of the project at once, and for every import from now on."
      trigger={<Button size="sm">Rules…</Button>}
    >
      <RulesForm {...props} />
    </Dialog>
  )
}

function RulesForm({ slug, rules, save }: Props) {
  const { result, pending, formProps } = useFormAction(save)
  return (
    <form {...formProps} className="grid gap-5">
      <input type="hidden" name="slug" value={slug} />
      <Field
        label="Most prompts of one source user"
        optional
        hint={`The rest is held back. Which stay is drawn by hash, so it does not hang on which came first. Empty = no cap; InstructGPT had 200. At the moment it holds back ${plural(rules.heldByCap, "prompt")}.`}
        error={fieldError(result, "userCap")}
      >
        {(control) => (
          <Input
            {...control}
            name="userCap"
            type="number"
            min={1}
            max={1_000_000}
            className="w-36"
            defaultValue={rules.userCap ?? ""}
          />
        )}
      </Field>
      <fieldset className="grid gap-4">
        <legend className="mb-1 text-sm font-medium">Split by source user</legend>
        <p className="text-sm text-ink-2">
          Prompts without a split get one, for good: all of a user in the same, prompts without a user by
          conversation or by themselves. Exports keep it. Empty = none is given here, and exports split by
          their own settings.
        </p>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Share
            name="splitTest"
            label="Test, percent"
            value={rules.splitTest}
            error={fieldError(result, "splitTest")}
          />
          <Share
            name="splitValidation"
            label="Validation, percent"
            value={rules.splitValidation}
            error={fieldError(result, "splitValidation")}
          />
        </div>
        {rules.straddling > 0 && (
          <p className="text-sm text-warn">
            {plural(rules.straddling, "source user")} with prompts in several splits: the data came with them
            so, and a split is never changed.
          </p>
        )}
      </fieldset>
      <FormResult
        result={result}
        done={({ heldInAll, split }) =>
          `Saved. The cap holds back ${plural(heldInAll, "prompt")}; ${plural(split, "prompt")} got a split.`
        }
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={pending}>
          Save rules
        </Button>
      </div>
    </form>
  )
}

function Share({
  name,
  label,
  value,
  error,
}: {
  name: string
  label: string
  value: number | null
  error: string | undefined
}) {
  return (
    <Field label={label} optional error={error}>
      {(control) => (
        <Input
          {...control}
          name={name}
          type="number"
          min={0}
          max={100}
          step="any"
          defaultValue={value ?? ""}
        />
      )}
    </Field>
  )
}
