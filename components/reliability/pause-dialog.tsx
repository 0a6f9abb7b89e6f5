"use client"

import { useState } from "react"
import { ReasonForm } from "@/components/reliability/reason-form"
import { plural } from "@/components/projects/figures"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import type { FormAction } from "@/core/action-result"

/** Pauses a person, or lets them go on. */
export function PauseDialog({
  slug,
  userId,
  paused,
  send,
}: {
  slug: string
  userId: string
  paused: boolean
  send: FormAction<{ released: number }>
}) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title={paused ? "Let this person go on?" : "Pause this person?"}
      description={
        paused
          ? "They get tasks again with their next visit."
          : "They get no more tasks, and those they hold go to others at once. Their page says so. What they answered stays."
      }
      trigger={<Button>{paused ? "Resume…" : "Pause…"}</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <ReasonForm
        hidden={{ slug, userId, paused: paused ? "no" : "yes" }}
        send={send}
        label={paused ? "Resume" : "Pause"}
        done={({ released }) => (paused ? "Resumed." : `Paused; ${plural(released, "task")} given back.`)}
        ask
        onDone={() => setOpen(false)}
      />
    </Dialog>
  )
}
