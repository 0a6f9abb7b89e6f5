"use client"

import { useState } from "react"
import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FormAction } from "@/core/action-result"

type Props = {
  slug: string
  archived: boolean
  counts: { prompts: number; tasks: number; annotations: number }
  setArchived: FormAction<void>
  /** Null for those who may not. */
  remove: FormAction<never> | null
}

/** What ends a project: archiving, which can be taken back, and deleting, which cannot. */
export function DangerZone({ slug, archived, counts, setArchived, remove }: Props) {
  const archive = useFormAction(setArchived)
  return (
    <section aria-labelledby="ending" className="panel divide-y divide-line">
      <h2 id="ending" className="sr-only">
        Archive or delete
      </h2>
      <form
        {...archive.formProps}
        className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-5 sm:p-6"
      >
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="archived" value={archived ? "no" : "yes"} />
        <div className="min-w-0 grow basis-72 text-sm">
          <h3>{archived ? "This project is archived" : "Archive this project"}</h3>
          <p className="text-ink-2">
            {archived
              ? "Everything can be read and exported; nobody gets a task."
              : "Nobody gets a task any more; everything stays readable and exportable. Can be taken back."}
          </p>
          <FormResult result={archive.result} />
        </div>
        <Button type="submit" busy={archive.pending}>
          {archived ? "Take out of the archive" : "Archive"}
        </Button>
      </form>
      {remove && <DeleteRow slug={slug} counts={counts} remove={remove} />}
    </section>
  )
}

function DeleteRow({ slug, counts, remove }: Pick<Props, "slug" | "counts"> & { remove: FormAction<never> }) {
  const { result, pending, formProps } = useFormAction(remove)
  const [typed, setTyped] = useState("")
  const all = [
    plural(counts.prompts, "prompt"),
    plural(counts.tasks, "task"),
    plural(counts.annotations, "annotation"),
  ].join(", ")
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-5 sm:p-6">
      <div className="min-w-0 grow basis-72 text-sm">
        <h3>Delete this project</h3>
        <p className="text-ink-2">
          With its {all}. Cannot be taken back; export first what you want to keep.
        </p>
      </div>
      <Dialog
        title="Delete this project?"
        description={`${all} go for good. The audit log keeps a line that says so.`}
        trigger={<Button className="text-bad">Delete…</Button>}
      >
        <form {...formProps} className="grid gap-5">
          <input type="hidden" name="slug" value={slug} />
          <Field label={`Type ${slug} to confirm`}>
            {(control) => (
              <Input
                {...control}
                name="confirm"
                autoComplete="off"
                spellCheck={false}
                className="font-mono"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
          <FormResult result={result} />
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose>
              <Button>Keep it</Button>
            </DialogClose>
            <Button type="submit" variant="danger" busy={pending} disabled={typed !== slug}>
              {pending ? "Deleting…" : "Delete for good"}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  )
}
