"use client"

import { useState } from "react"
import { ReasonForm } from "@/components/reliability/reason-form"
import { plural } from "@/components/projects/figures"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import type { FormAction } from "@/core/action-result"
import type { ExclusionEntry } from "@/core/reliability/reliability-row"

/** What was left out, by whom and why, with the way back. */
export function ExclusionList({
  entries,
  slug,
  userId,
  reverse,
  reopen,
}: {
  entries: readonly ExclusionEntry[]
  slug: string
  userId: string
  reverse: FormAction<{ restored: number; keptOut: number }>
  reopen: FormAction<{ reopened: number }>
}) {
  return (
    <section aria-labelledby="left-out" className="panel">
      <h2 id="left-out" className="px-5 pt-5 pb-3 text-base sm:px-6 sm:pt-6">
        Left out
      </h2>
      <ul className="divide-y divide-line">
        {entries.map((entry) => (
          <li
            key={entry.id}
            className="flex flex-wrap items-start justify-between gap-4 px-5 py-4 text-sm sm:px-6"
          >
            <Entry entry={entry} />
            {entry.reversedAt === null && (
              <span className="flex flex-wrap gap-2">
                {entry.holding > 0 && (
                  <EntryDialog
                    label="Reopen tasks…"
                    title="Give these tasks to other people?"
                    description={`${plural(entry.holding, "task")} of theirs still hold the place of an answer that is left out.`}
                    hidden={{ slug, userId }}
                    send={reopen}
                    done={({ reopened }) => `${plural(reopened, "task")} reopened.`}
                    ask={false}
                  />
                )}
                <EntryDialog
                  label="Bring back…"
                  title="Bring these answers back?"
                  description="They count again, but for those whose task others have finished in the meantime."
                  hidden={{ slug, userId, id: entry.id }}
                  send={reverse}
                  done={({ restored, keptOut }) =>
                    `${plural(restored, "answer")} brought back${keptOut > 0 ? `, ${plural(keptOut, "answer")} stayed out` : ""}.`
                  }
                  ask
                />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Entry({ entry }: { entry: ExclusionEntry }) {
  return (
    <div className="min-w-0 grow basis-72">
      <p className="figures">
        {entry.fromAt ? (
          <>
            From <When at={entry.fromAt} />
          </>
        ) : (
          "Everything"
        )}
        {entry.untilAt && (
          <>
            {" "}
            until <When at={entry.untilAt} />
          </>
        )}
        {entry.reversedAt ? (
          <Badge className="ms-2">Taken back</Badge>
        ) : (
          <span className="ms-2 text-ink-2">{plural(entry.answers, "answer")}</span>
        )}
      </p>
      <p dir="auto" className="mt-1 wrap-anywhere text-ink-2">
        {entry.reason}
      </p>
      <p className="mt-1 text-xs text-ink-3">
        {entry.by ?? "The command line"}, <When at={entry.createdAt} />
        {entry.reversedAt && (
          <>
            {" "}
            · taken back <When at={entry.reversedAt} />: <bdi>{entry.reversedReason}</bdi>
          </>
        )}
      </p>
    </div>
  )
}

function EntryDialog<T>({
  label,
  title,
  description,
  ...form
}: {
  label: string
  title: string
  description: string
  hidden: Readonly<Record<string, string>>
  send: FormAction<T>
  done: (data: T) => string
  ask: boolean
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
      <ReasonForm {...form} label={label.replace("…", "")} onDone={() => setOpen(false)} />
    </Dialog>
  )
}
