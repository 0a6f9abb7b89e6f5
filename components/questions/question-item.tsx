"use client"

import { useState } from "react"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { When } from "@/components/projects/when"
import { RenderedText } from "@/components/tasks/rendered-text"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { LinkButton } from "@/components/ui/link-button"
import { Textarea } from "@/components/ui/textarea"
import { TextLink } from "@/components/ui/text-link"
import { type FormAction, fieldError } from "@/core/action-result"
import type { QuestionRow } from "@/core/lists/question-row"

type Props = {
  slug: string
  row: QuestionRow
  /** The answer in force, sanitised by the server. */
  answerHtml: string | null
  taskHref: string | null
  /** Where the answer can be written into the guidelines; null for those who may not. */
  takeInHref: string | null
  answer: FormAction<void>
  withdraw: FormAction<void>
}

/** A question as it was asked, with its task for those who may see it, and its answer. */
export function QuestionItem({ slug, row, answerHtml, taskHref, takeInHref, answer, withdraw }: Props) {
  const [editing, setEditing] = useState(row.answer === null)
  return (
    <li className="panel panel-padded grid gap-3">
      <header className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1 text-sm text-ink-2">
        {row.answer === null ? <Badge tone="warn">Open</Badge> : <Badge tone="good">Answered</Badge>}
        <span>
          <bdi>{row.askedBy}</bdi>, <When at={row.createdAt} />
          {row.guidelineVersion !== null && `, under version ${row.guidelineVersion} of the guidelines`}
        </span>
      </header>
      <p dir="auto" className="prose-measure whitespace-pre-wrap wrap-anywhere">
        {row.text}
      </p>
      {taskHref && (
        <p className="text-sm text-ink-2">
          On the task{" "}
          <TextLink dir="auto" href={taskHref}>
            {row.prompt?.trim() || "(an empty prompt)"}
          </TextLink>
        </p>
      )}
      {row.answer !== null && !editing && (
        <div className="border-t border-line pt-3">
          {row.wording !== row.text && (
            <p dir="auto" className="mb-1 text-sm font-medium">
              {row.wording}
            </p>
          )}
          <RenderedText html={answerHtml ?? ""} className="prose-measure" />
          <p className="mt-2 text-sm text-ink-3">
            <bdi>{row.answeredBy}</bdi>
            {row.answeredAt && (
              <>
                , <When at={row.answeredAt} />
              </>
            )}
            {row.takenInto !== null && ` · in the guidelines since version ${row.takenInto}`}
          </p>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button size="sm" onClick={() => setEditing(true)}>
              Change the answer
            </Button>
            {takeInHref && (
              <LinkButton size="sm" href={takeInHref}>
                Write it into the guidelines
              </LinkButton>
            )}
            <Withdraw slug={slug} id={row.id} withdraw={withdraw} />
          </div>
        </div>
      )}
      {editing && <AnswerForm slug={slug} row={row} answer={answer} />}
    </li>
  )
}

function AnswerForm({ slug, row, answer }: { slug: string; row: QuestionRow; answer: FormAction<void> }) {
  const { result, pending, formProps } = useFormAction(answer)
  return (
    <form {...formProps} className="grid gap-4 border-t border-line pt-4" aria-label="Answer">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={row.id} />
      <Field
        label="The question as everybody reads it"
        hint="Take out what is private, or what says which answer of the task is meant."
        error={fieldError(result, "wording")}
      >
        {(control) => (
          <Textarea
            {...control}
            name="wording"
            rows={2}
            maxLength={4000}
            required
            defaultValue={row.wording ?? row.text}
          />
        )}
      </Field>
      <Field label="Answer" hint="Markdown." error={fieldError(result, "answer")}>
        {(control) => (
          <Textarea
            {...control}
            name="answer"
            rows={4}
            maxLength={20_000}
            required
            defaultValue={row.answer ?? ""}
          />
        )}
      </Field>
      <FormResult result={result} />
      <div>
        <Button type="submit" variant="primary" busy={pending}>
          {pending ? "Saving…" : "Answer for everybody"}
        </Button>
      </div>
    </form>
  )
}

function Withdraw({ slug, id, withdraw }: { slug: string; id: string; withdraw: FormAction<void> }) {
  const { result, pending, formProps } = useFormAction(withdraw)
  return (
    <form {...formProps} className="contents">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <Button type="submit" size="sm" variant="quiet" busy={pending}>
        Take it back
      </Button>
      <FormResult result={result} />
    </form>
  )
}
