"use client"

import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { FieldSet } from "@/components/ui/field"
import { RadioCard } from "@/components/ui/radio-group"
import type { FormAction } from "@/core/action-result"
import type { LeakPolicy } from "@/core/leaks/policy"

const choices: readonly { policy: LeakPolicy; label: string; hint: string }[] = [
  { policy: "LIST", label: "Only list them", hint: "You look at each and decide." },
  { policy: "MASK", label: "Mask the names", hint: "People and exports get […] in place of each name." },
  {
    policy: "HOLD",
    label: "Hold them back",
    hint: "Their tasks are given to nobody until you show them again.",
  },
]

export function LeakPolicyForm({
  slug,
  policy,
  save,
}: {
  slug: string
  policy: LeakPolicy
  save: FormAction<void>
}) {
  const { result, pending, formProps } = useFormAction(save)
  return (
    <form {...formProps} className="panel panel-padded grid gap-5">
      <input type="hidden" name="slug" value={slug} />
      <FieldSet
        legend="What an import does with new completions that name their model"
        hint="What is in the project already stays as it is."
      >
        <div className="grid gap-2 sm:grid-cols-3">
          {choices.map((choice) => (
            <RadioCard
              key={choice.policy}
              name="policy"
              value={choice.policy}
              defaultChecked={choice.policy === policy}
              label={choice.label}
              hint={choice.hint}
            />
          ))}
        </div>
      </FieldSet>
      <FormResult result={result} done={() => "Saved. It holds from the next import on."} />
      <div>
        <Button type="submit" busy={pending}>
          Save policy
        </Button>
      </div>
    </form>
  )
}
