"use client"

import { useState } from "react"
import { type LeakChange, toLeakOutcome } from "@/components/leaks/leak-outcome"
import { measureName } from "@/components/leaks/leak-state"
import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import type { FormAction } from "@/core/action-result"
import { type LeakMeasure, leakMeasures } from "@/core/leaks/measure"
import type { LeakQuery } from "@/core/lists/leak-query"

const effects: Readonly<Record<LeakMeasure, string>> = {
  mask: "People and exports get […] in place of each name; everything else stays as written.",
  hold: "Their tasks are given to nobody, and nothing about them goes into training rows.",
  show: "People and exports get the texts as they were written, names and all.",
}

/** The same for all that the filters list, after a question. */
export function LeakAll({
  slug,
  query,
  total,
  change,
}: {
  slug: string
  query: LeakQuery
  total: number
  change: FormAction<LeakChange>
}) {
  const [asked, ask] = useState<LeakMeasure | null>(null)
  const { result, pending, formProps } = useFormAction(change)
  const texts = plural(total, "completion")
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="me-1 text-ink-2">{total === 1 ? "The one listed:" : `All ${texts} listed:`}</span>
        {leakMeasures.map((measure) => (
          <Button key={measure} size="sm" busy={pending} onClick={() => ask(measure)}>
            {measureName[measure]}…
          </Button>
        ))}
      </div>
      <FormResult result={result} done={toLeakOutcome} />
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => !open && ask(null)}
        title={asked ? `${measureName[asked]}: ${texts}?` : ""}
        description={asked ? effects[asked] : ""}
      >
        <form
          {...formProps}
          onSubmit={(event) => {
            formProps.onSubmit(event)
            ask(null)
          }}
          className="grid gap-4"
        >
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="measure" value={asked ?? ""} />
          {(["phrase", "model", "state", "run"] as const).map((name) => (
            <input key={name} type="hidden" name={name} value={query[name]} />
          ))}
          <p className="text-sm text-ink-2">
            What was answered before stays. You can take this back here at any time.
          </p>
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary">
              {asked ? measureName[asked] : ""}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
