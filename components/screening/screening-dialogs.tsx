"use client"

import { useEffect, useEffectEvent, useState } from "react"
import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Textarea } from "@/components/ui/textarea"
import { type FormAction, fieldError } from "@/core/action-result"
import type { PartOutcome } from "@/core/screening/assess"

type Who = { slug: string; userId: string; name: string; send: FormAction<null> }

/** A score for a part that no gold can judge. */
export function GradeDialog({ part, ...who }: Who & { part: PartOutcome }) {
  return (
    <PersonDialog
      {...who}
      title={`Score ${part.title}`}
      description={`From 0 to ${part.of}; ${part.threshold} passes. A new score takes the place of the one before while the attempt runs.`}
      label="Score…"
      hidden={{ part: part.name }}
      submit="Save the score"
    >
      {(result) => (
        <Field label={`Score of ${who.name}`} error={fieldError(result, "score")}>
          {(control) => (
            <Input {...control} type="number" name="score" min={0} max={part.of} step="any" required />
          )}
        </Field>
      )}
    </PersonDialog>
  )
}

/** An admin's word in place of the attempt. */
export function DecideDialog(who: Who) {
  return (
    <PersonDialog
      {...who}
      title={`Let ${who.name} pass?`}
      description="Their attempt ends here with a pass, whatever the tasks say. The reason is kept, and shown to the person."
      label="Let pass…"
      hidden={{ passed: "yes" }}
      submit="Let pass"
    >
      {(result) => (
        <Field label="Reason" error={fieldError(result, "reason")}>
          {(control) => <Textarea {...control} name="reason" required maxLength={500} className="min-h-20" />}
        </Field>
      )}
    </PersonDialog>
  )
}

function PersonDialog({
  slug,
  userId,
  title,
  description,
  label,
  hidden,
  submit,
  send,
  children,
}: Omit<Who, "name"> & {
  title: string
  description: string
  label: string
  hidden: Readonly<Record<string, string>>
  submit: string
  children: (result: Parameters<typeof Refusal>[0]["result"]) => React.ReactNode
}) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title={title}
      description={description}
      trigger={<Button size="sm">{label}</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <PersonForm
        hidden={{ slug, userId, ...hidden }}
        send={send}
        submit={submit}
        onDone={() => setOpen(false)}
      >
        {children}
      </PersonForm>
    </Dialog>
  )
}

function PersonForm({
  hidden,
  send,
  submit,
  onDone,
  children,
}: {
  hidden: Readonly<Record<string, string>>
  send: FormAction<null>
  submit: string
  onDone: () => void
  children: (result: Parameters<typeof Refusal>[0]["result"]) => React.ReactNode
}) {
  const { result, pending, formProps } = useFormAction(send)
  const finish = useEffectEvent(onDone)
  useEffect(() => {
    if (result?.ok) finish()
  }, [result])
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={hidden} />
      {children(result)}
      <Refusal result={result} />
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Leave it</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={pending}>
          {submit}
        </Button>
      </div>
    </form>
  )
}
