"use client"

import { useState } from "react"
import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import type { FormAction } from "@/core/action-result"

/** Holds back or releases all that the filters list, after a question. */
export function HoldAll({
  slug,
  filter,
  total,
  held,
  change,
}: {
  slug: string
  filter: string
  total: number
  /** How many of them are held back. */
  held: number
  change: FormAction<{ changed: number; tasks: number }>
}) {
  const [asked, ask] = useState<"hold" | "release" | null>(null)
  const { result, pending, formProps } = useFormAction(change)
  const count = asked === "release" ? held : total - held
  const words = asked === "release" ? "Release" : "Hold back"
  return (
    <>
      {total > held && (
        <Button size="sm" busy={pending} onClick={() => ask("hold")}>
          Hold all back…
        </Button>
      )}
      {held > 0 && (
        <Button size="sm" busy={pending} onClick={() => ask("release")}>
          Release all…
        </Button>
      )}
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => !open && ask(null)}
        title={`${words} ${plural(count, "prompt")}?`}
        description={
          asked === "release"
            ? "Their tasks are given out again. The cap of a source user does not hold them back any more."
            : "Their tasks are given to nobody from now on. What was answered stays, in numbers and exports too."
        }
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
          <input type="hidden" name="filter" value={filter} />
          <input type="hidden" name="step" value={asked ?? ""} />
          <p className="text-sm text-ink-2">You can take this back here at any time.</p>
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary">
              {words}
            </Button>
          </div>
        </form>
      </Dialog>
      {result && (
        <div className="w-full">
          <FormResult
            result={result}
            done={({ changed, tasks }) =>
              `Changed ${plural(changed, "prompt")}${tasks > 0 ? `; ${plural(tasks, "task")} wait` : ""}.`
            }
          />
        </div>
      )}
    </>
  )
}
