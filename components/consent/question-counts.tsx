"use client"

import { useState } from "react"
import { ConfirmForm } from "@/components/members/confirm-form"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import type { FormAction } from "@/core/action-result"
import type { CountedQuestion } from "@/core/consent/question"

/** The questions with what may be shown of their answers. */
export function QuestionCounts({
  slug,
  questions,
  end,
}: {
  slug: string
  questions: readonly CountedQuestion[]
  end: FormAction<null>
}) {
  return (
    <ul className="panel divide-y divide-line">
      {questions.map((question) => (
        <li key={question.id} className="grid gap-3 p-5 sm:p-6">
          <div className="flex flex-wrap items-start justify-between gap-3">
            <h3 className="min-w-0 grow text-base wrap-anywhere" dir="auto">
              {question.text} {question.retired && <Badge>no longer asked</Badge>}
            </h3>
            <EndQuestion slug={slug} question={question} end={end} />
          </div>
          <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2">
            {[...question.choices, "Prefer not to say"].map((choice, index) => (
              <div key={choice} className="flex justify-between gap-4 border-b border-line/60 py-1">
                <dt dir="auto" className="wrap-anywhere">
                  {choice}
                </dt>
                <dd className="figures shrink-0 text-ink-2">
                  {(index < question.cells.length ? question.cells[index] : question.unsaid) ?? "hidden"}
                </dd>
              </div>
            ))}
          </dl>
          <p className="text-xs text-ink-3">
            {question.total === null
              ? "Fewer than 5 people were asked: nothing is shown."
              : `n ${question.total}. Hidden: fewer than 5, or enough to work out another one.`}
          </p>
        </li>
      ))}
    </ul>
  )
}

function EndQuestion({
  slug,
  question,
  end,
}: {
  slug: string
  question: CountedQuestion
  end: FormAction<null>
}) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const hidden = { slug, id: question.id }
  return (
    <Dialog
      title={question.retired ? "Delete this question?" : "Stop asking this?"}
      description={
        question.retired
          ? "Its answers go for good."
          : "Nobody is asked from now on. A changed question is a new one: stop this and add that."
      }
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="quiet">
          {question.retired ? "Delete…" : "Stop asking…"}
        </Button>
      }
    >
      <ConfirmForm
        hidden={{ ...hidden, answers: question.retired ? "delete" : "keep" }}
        send={end}
        label={question.retired ? "Delete with its answers" : "Stop asking"}
        danger={question.retired}
        onDone={close}
      />
    </Dialog>
  )
}
