"use client"

import { useTranslations } from "next-intl"
import type { ClipboardEvent, KeyboardEvent } from "react"
import { useEffect, useId, useRef } from "react"
import { PreviewTabs } from "@/components/annotate/writing/preview-tabs"
import { TextTags } from "@/components/annotate/writing/text-tags"
import type { WritingProps } from "@/components/annotate/writing/writing-props"
import { Notice } from "@/components/ui/notice"
import { Textarea } from "@/components/ui/textarea"
import { toEditorText } from "@/core/annotate/written-text"
import type { DraftText } from "@/core/annotate/draft"

/** Where a text is written: the answer, and the prompt where the task gives none. Every letter is kept. */
export function WritingDesk(props: WritingProps) {
  const { page, draft, demonstration, live, settled, onWrite, onSubmit } = props
  const t = useTranslations("annotate")
  const id = useId()
  const { returned, prompt } = page.task
  const text = toEditorText(draft, returned)
  const prompted = prompt.length > 0

  const first = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // Where the focus is nowhere in particular, one can begin to write at once.
    const { activeElement } = document
    if (settled && live && (activeElement === document.body || activeElement?.tagName === "MAIN"))
      first.current?.focus({ preventScroll: true })
  }, [settled, live])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    onSubmit(`key:${event.metaKey ? "Meta" : "Ctrl"}+Enter`)
  }
  // Only how much was pasted is counted, never what.
  const onPaste = (event: ClipboardEvent) => {
    onWrite({ pastedChars: text.pastedChars + event.clipboardData.getData("text/plain").length })
  }
  const field = (name: "prompt" | "answer", rows: number) => (
    <Textarea
      id={`${id}-${name}`}
      // Where the focus was in the task before, it is in this one (use-keys.ts).
      data-scroll={name}
      data-testid={live ? `write-${name}` : undefined}
      ref={name === (prompted ? "answer" : "prompt") ? first : undefined}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      rows={rows}
      maxLength={1_000_000}
      className="text-base!"
      readOnly={!live}
      value={text[name]}
      onChange={(event) => onWrite({ [name]: event.target.value } satisfies Partial<DraftText>)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
  )
  return (
    <div className="desk side-scroll" data-scroll="desk">
      <div className="desk-page">
        {returned && (
          <Notice tone="warn">
            <strong className="block font-medium">{t("writing.returned")}</strong>
            <span dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {returned.reason}
            </span>
          </Notice>
        )}
        {!prompted && (
          <section className="grid gap-1.5">
            <label htmlFor={`${id}-prompt`} className="text-sm font-medium">
              {t("writing.prompt")}
            </label>
            {field("prompt", 4)}
          </section>
        )}
        <PreviewTabs
          label={t("writing.answer")}
          controls={`${id}-answer`}
          text={text.answer}
          onPreview={props.onPreview}
        >
          {field("answer", 12)}
        </PreviewTabs>
        <TextTags
          demonstration={demonstration}
          text={text}
          prompted={prompted}
          disabled={!live}
          onWrite={onWrite}
          onKeyDown={onKeyDown}
        />
      </div>
    </div>
  )
}
