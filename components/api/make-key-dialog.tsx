"use client"

import { useState } from "react"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { CopyField } from "@/components/ui/copy-field"
import { Dialog } from "@/components/ui/dialog"
import { Field, FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"
import { apiScopes, projectScopeNames } from "@/core/api/scopes"

type Props = { slug: string; make: FormAction<{ readonly key: string }> }

/** Makes a key of whoever is signed in, and shows it this one time. */
export function MakeKeyDialog({ slug, make }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title="Make a key"
      description="It works for this project only."
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Make a key…</Button>}
    >
      <MakeKeyForm slug={slug} make={make} />
    </Dialog>
  )
}

function MakeKeyForm({ slug, make }: Props) {
  const { result, pending, formProps } = useFormAction(make)
  if (result?.ok) {
    return (
      <div role="status" className="grid gap-3">
        <CopyField label="Key" value={result.data.key} />
        <p className="text-sm text-ink-2">
          Copy it now: it is shown only here and not kept. Who has it can do what it was made for.
        </p>
      </div>
    )
  }
  return (
    <form {...formProps} className="grid gap-5">
      <input type="hidden" name="slug" value={slug} />
      <Field
        label="Name"
        hint="What uses it, for instance “nightly export”."
        error={fieldError(result, "name")}
      >
        {(control) => (
          <Input {...control} name="name" maxLength={100} dir="auto" autoComplete="off" required />
        )}
      </Field>
      <FieldSet legend="It may" error={fieldError(result, "scopes")}>
        {projectScopeNames.map((scope) => (
          <Checkbox
            key={scope}
            name="scopes"
            value={scope}
            defaultChecked={scope === "project:read"}
            label={apiScopes[scope]}
            hint={<code className="text-xs">{scope}</code>}
          />
        ))}
      </FieldSet>
      <Field label="It works for">
        {(control) => (
          <Select {...control} name="days" defaultValue="90">
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">a year</option>
            <option value="never">as long as nobody revokes it</option>
          </Select>
        )}
      </Field>
      <Refusal result={result} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={pending}>
          Make the key
        </Button>
      </div>
    </form>
  )
}
