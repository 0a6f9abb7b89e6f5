"use client"

import { useEffect, useEffectEvent, useState } from "react"
import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { plural, toFigure } from "@/components/projects/figures"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Textarea } from "@/components/ui/textarea"
import { useToast } from "@/components/ui/toast"
import type { ActionResult, FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"
import type { ExclusionPreview } from "@/core/reliability/reliability-row"

export type ExcludeActions = {
  readonly exclude: FormAction<{ answers: number; reopened: number }>
  readonly preview: (input: {
    slug: string
    userId: string
    from: string
  }) => Promise<ActionResult<ExclusionPreview>>
}

/** Leaves a person's answers out from a day on: says how many before it does anything. */
export function ExcludeDialog({
  slug,
  userId,
  actions,
  mayPause,
}: {
  slug: string
  userId: string
  actions: ExcludeActions
  /** The person is a member, not paused, and the reader may pause them. */
  mayPause: boolean
}) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title="Leave answers out"
      description="They stay stored and can be brought back; exports, counts and figures go without them."
      trigger={<Button>Leave answers out…</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <ExcludeForm
        slug={slug}
        userId={userId}
        actions={actions}
        mayPause={mayPause}
        onDone={() => setOpen(false)}
      />
    </Dialog>
  )
}

function ExcludeForm({
  slug,
  userId,
  actions,
  mayPause,
  onDone,
}: Parameters<typeof ExcludeDialog>[0] & { onDone: () => void }) {
  const { result, pending, formProps } = useFormAction(actions.exclude)
  const [from, setFrom] = useState("")
  const preview = usePreview(actions.preview, slug, userId, from)
  const toast = useToast()
  const finish = useEffectEvent((answers: number) => {
    toast(`${plural(answers, "answer")} left out.`)
    onDone()
  })
  useEffect(() => {
    if (result?.ok) finish(result.data.answers)
  }, [result])
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={{ slug, userId }} />
      <Field
        label="From this day on (UTC)"
        optional
        hint="Empty = everything so far. What the person answers from now on counts again."
        error={fieldError(result, "from")}
      >
        {(control) => (
          <Input
            {...control}
            type="date"
            name="from"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <p aria-live="polite" className="figures text-sm text-ink-2">
        {toPreviewText(preview)}
      </p>
      <Field label="Reason" hint="Kept in the audit log." error={fieldError(result, "reason")}>
        {(control) => <Textarea {...control} name="reason" required maxLength={500} className="min-h-20" />}
      </Field>
      <div>
        <Checkbox name="reopen" defaultChecked label="Give their tasks to other people" />
        {mayPause && <Checkbox name="pause" label="Pause this person too" />}
      </div>
      <Refusal result={result} />
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Leave it</Button>
        </DialogClose>
        <Button type="submit" variant="danger" busy={pending}>
          Leave them out
        </Button>
      </div>
    </form>
  )
}

function usePreview(
  load: ExcludeActions["preview"],
  slug: string,
  userId: string,
  from: string,
): ActionResult<ExclusionPreview> | null {
  const [preview, setPreview] = useState<ActionResult<ExclusionPreview> | null>(null)
  useEffect(() => {
    let current = true
    void load({ slug, userId, from }).then((answer) => {
      if (current) setPreview(answer)
    })
    return () => {
      current = false
    }
  }, [load, slug, userId, from])
  return preview
}

function toPreviewText(preview: ActionResult<ExclusionPreview> | null): string {
  if (preview === null) return "Counting…"
  if (!preview.ok) return preview.error.message
  const { answers, counted, tasks } = preview.data
  if (answers === 0) return "There is no answer from that day on."
  return `${plural(answers, "answer")} (controls included), ${toFigure(counted)} of them counted; ${plural(tasks, "task")} could go to others.`
}
