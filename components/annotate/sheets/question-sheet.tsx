"use client"

import { useTranslations } from "next-intl"
import { useEffect, useId, useRef, useState } from "react"
import type { QuestionDraft } from "@/components/annotate/loop/inquiry"
import type { Instrument } from "@/components/annotate/loop/instrument"
import { Sheet } from "@/components/annotate/screen/sheet"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Textarea } from "@/components/ui/textarea"

/** A question about the task in view. What is typed is kept on the device with every letter. */
export function QuestionSheet({ instrument, onClose }: { instrument: Instrument; onClose: () => void }) {
  const t = useTranslations("annotate")
  const [draft, setDraft] = useState<QuestionDraft | null>(null)
  const [state, setState] = useState<"writing" | "sending" | "sent" | "offline" | "refused">("writing")
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  useEffect(() => {
    let here = true
    void instrument.inquiry.questionDraft().then((kept) => here && setDraft(kept))
    return () => {
      here = false
    }
  }, [instrument])
  const ready = draft !== null
  useEffect(() => {
    if (ready) field.current?.focus()
  }, [ready])

  const send = async () => {
    if (!draft || draft.text.trim() === "" || state === "sending") return
    setState("sending")
    setState(await instrument.ask(draft))
  }
  return (
    <Sheet title={t("question.title")} onClose={onClose}>
      <p className="mt-1 text-sm text-ink-2">{t("question.lead")}</p>
      {state === "sent" ? (
        <>
          <Notice tone="good" live className="mt-4">
            {t("question.sent")}
          </Notice>
          <Button className="mt-4" data-autofocus="" onClick={onClose}>
            {t("close")}
          </Button>
        </>
      ) : (
        <>
          <label htmlFor={id} className="mt-4 block text-sm font-medium">
            {t("question.label")}
          </label>
          <Textarea
            ref={field}
            id={id}
            dir="auto"
            aria-describedby={`${id}-hint`}
            className="mt-1.5 min-h-28!"
            maxLength={4000}
            disabled={!ready}
            value={draft?.text ?? ""}
            onChange={(event) => {
              const next = { key: draft?.key ?? "", text: event.target.value }
              setDraft(next)
              setState("writing")
              instrument.inquiry.keepQuestion(next)
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
              event.preventDefault()
              void send()
            }}
          />
          <p id={`${id}-hint`} className="mt-1 text-xs text-ink-3">
            {t("question.hint")}
          </p>
          {(state === "offline" || state === "refused") && (
            <Notice tone="warn" live className="mt-3">
              {t(`question.${state}`)}
            </Notice>
          )}
          <Button
            variant="primary"
            className="mt-4"
            busy={state === "sending"}
            disabled={!ready || draft.text.trim() === ""}
            onClick={() => void send()}
          >
            {t("question.send")}
          </Button>
        </>
      )}
    </Sheet>
  )
}
