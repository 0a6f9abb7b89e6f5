"use client"

import type { KeyboardEvent } from "react"
import { useState } from "react"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { RenderedText } from "@/components/tasks/rendered-text"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Notice } from "@/components/ui/notice"
import { Textarea } from "@/components/ui/textarea"
import { type FormAction, fieldError } from "@/core/action-result"
import type { DemonstrationView } from "@/core/lists/demonstration-row"

export type Verdict = "ACCEPT" | "EDIT" | "RETURN"
type Props = {
  slug: string
  text: DemonstrationView
  /** Sanitised by the server, turn by turn. */
  promptHtml: readonly { readonly role: string; readonly html: string }[]
  answerHtml: string
  review: FormAction<{ verdict: Verdict }>
}

const said: Readonly<Record<Verdict, string>> = {
  ACCEPT: "Accepted.",
  EDIT: "Accepted with your edit.",
  RETURN: "Sent back. Its author finds it among the tasks, with your reason.",
}

/** One written text before a second person, who is not told whose it is. */
export function ReviewDesk({ text, ...props }: Omit<Props, "text"> & { text: DemonstrationView | null }) {
  const { result, pending, formProps } = useFormAction(props.review)
  const done = <FormResult result={result} done={({ verdict }) => said[verdict]} />
  // Nothing is left to review: only what became of the last one is said.
  if (!text) return result ? <div className="mb-4">{done}</div> : null
  return (
    <section
      className="panel panel-padded mb-8 grid grid-cols-[minmax(0,1fr)] gap-5"
      aria-labelledby="review-heading"
    >
      {done}
      <h2 id="review-heading" className="sr-only">
        The text to review
      </h2>
      <form
        {...formProps}
        key={`${text.id}:${text.reviews.length}`}
        className="grid grid-cols-[minmax(0,1fr)] gap-5"
      >
        <Text {...props} text={text} />
        <Decision {...props} text={text} pending={pending} error={fieldError(result, "comment")} />
      </form>
    </section>
  )
}

/** Ctrl+Enter (Cmd+Enter) decides from within a field. */
function submitAs(verdict: "ACCEPT" | "RETURN") {
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    const { form } = event.currentTarget
    const button = form?.querySelector<HTMLButtonElement>(`[value='${verdict}']`)
    // One that is busy would send the form without its verdict.
    if (button && !button.disabled) form?.requestSubmit(button)
  }
}

/** A field that somebody opened is where they want to write. */
function focusFirst(field: HTMLTextAreaElement | null): void {
  field?.focus()
}

function Text({ text, promptHtml }: Props) {
  const pasted = Math.round(text.pastedShare * 100)
  return (
    <>
      <div className="grid gap-3">
        {promptHtml.map(({ role, html }, index) => (
          // Turns have no name but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="border-s-2 border-line ps-3">
            <p className="text-sm text-ink-3">
              {text.promptWritten ? "Prompt, written by the same person" : `Prompt · ${role}`}
            </p>
            <RenderedText html={html} className="prose-measure" />
          </div>
        ))}
      </div>
      <p className="flex flex-wrap gap-2 text-sm">
        {text.promptKind && <Badge>{text.promptKind}</Badge>}
        {text.useCase && <Badge>{text.useCase}</Badge>}
        {text.language && <Badge>{text.language}</Badge>}
        <Badge>{text.chars} characters</Badge>
        {pasted > 0 && <Badge tone={pasted >= 50 ? "warn" : "neutral"}>{pasted} % pasted</Badge>}
      </p>
      {text.modelPhrases.length > 0 && (
        <Notice tone="warn">
          Models say such things of themselves: {text.modelPhrases.map((one) => `“${one}”`).join(", ")}.
        </Notice>
      )}
      {text.reviews.length > 0 && (
        <ul className="grid gap-1 text-sm text-ink-2">
          {text.reviews.map((one) => (
            <li key={one.createdAt.toISOString()}>
              {said[one.verdict].split(".")[0]}
              {one.comment !== "" && `: ${one.comment}`}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Decision({
  slug,
  text,
  answerHtml,
  pending,
  error,
}: Props & { pending: boolean; error: string | undefined }) {
  const now = text.reviews.findLast((one) => one.edited !== null)?.edited ?? text.answer
  const [editing, setEditing] = useState(false)
  const [answer, setAnswer] = useState(now)
  const [returning, setReturning] = useState(false)
  const changed = answer.trim() !== text.answer.trim()
  return (
    <>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={text.id} />
      <input type="hidden" name="seen" value={text.reviews.length} />
      {editing ? (
        <Field label="The answer as it should be" hint="Markdown.">
          {(control) => (
            <Textarea
              {...control}
              name="answer"
              rows={12}
              maxLength={1_000_000}
              ref={focusFirst}
              onKeyDown={submitAs("ACCEPT")}
              value={answer}
              onChange={(event) => setAnswer(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <div>
          <input type="hidden" name="answer" value={answer} />
          <p className="text-sm text-ink-3">Answer</p>
          <RenderedText html={answerHtml} className="prose-measure" />
        </div>
      )}
      {text.own ? (
        <Notice tone="info">You wrote this text. Somebody else reviews it.</Notice>
      ) : text.state === "returned" ? (
        <Notice tone="info">It is with its author now.</Notice>
      ) : (
        <div className="grid gap-4 border-t border-line pt-4">
          {returning && (
            <Field
              label="What should be changed"
              hint="Its author reads this, and not who wrote it."
              error={error}
            >
              {(control) => (
                <Textarea
                  {...control}
                  name="comment"
                  rows={3}
                  maxLength={4000}
                  ref={focusFirst}
                  onKeyDown={submitAs("RETURN")}
                />
              )}
            </Field>
          )}
          <div className="flex flex-wrap gap-2">
            <Button
              type="submit"
              name="verdict"
              value="ACCEPT"
              variant="primary"
              busy={pending}
              aria-keyshortcuts="Control+Enter Meta+Enter"
            >
              {changed ? "Accept with this edit" : "Accept"}
            </Button>
            {!editing && (
              <Button type="button" onClick={() => setEditing(true)}>
                Edit
              </Button>
            )}
            {/* Two buttons, not one that changes under the press: the press that opens the field would send it. */}
            {returning ? (
              <Button key="send" type="submit" name="verdict" value="RETURN" busy={pending}>
                Send back with this reason
              </Button>
            ) : (
              <Button key="open" type="button" variant="quiet" onClick={() => setReturning(true)}>
                Send back…
              </Button>
            )}
          </div>
        </div>
      )}
    </>
  )
}
