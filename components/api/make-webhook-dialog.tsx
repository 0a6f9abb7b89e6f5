"use client"

import { useState } from "react"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { CopyField } from "@/components/ui/copy-field"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Textarea } from "@/components/ui/textarea"
import type { FormAction } from "@/core/action-result"

type Props = { slug: string; make: FormAction<{ readonly secret: string }> }

/** Makes a webhook and shows its secret this one time. */
export function MakeWebhookDialog({ slug, make }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title="Add a webhook"
      description="Calls begin with what happens from now on."
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Add a webhook…</Button>}
    >
      <MakeWebhookForm slug={slug} make={make} />
    </Dialog>
  )
}

function MakeWebhookForm({ slug, make }: Props) {
  const { result, pending, formProps } = useFormAction(make)
  if (result?.ok) {
    return (
      <div role="status" className="grid gap-3">
        <CopyField label="Secret" value={result.data.secret} />
        <p className="text-sm text-ink-2">
          Copy it now: it is shown only here. The receiver checks the signature of each call with it.
        </p>
      </div>
    )
  }
  return (
    <form {...formProps} className="grid gap-5">
      <input type="hidden" name="slug" value={slug} />
      <Field label="Address" hint="https, on the open internet.">
        {(control) => <Input {...control} name="url" type="url" placeholder="https://" required />}
      </Field>
      <Field
        label="Events"
        hint="Actions as the audit log has them, for instance export:create. annotation:create tells every annotation, * every audit action."
      >
        {(control) => (
          <Textarea
            {...control}
            name="events"
            rows={3}
            defaultValue="export:create"
            required
            spellCheck={false}
          />
        )}
      </Field>
      <Refusal result={result} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={pending}>
          Add
        </Button>
      </div>
    </form>
  )
}
