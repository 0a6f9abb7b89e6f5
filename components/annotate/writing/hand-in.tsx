"use client"

import { useTranslations } from "next-intl"

/** Hands the text in; Ctrl+Enter (or Cmd+Enter) does the same from any field. */
export function HandIn({
  ready,
  disabled,
  onSubmit,
}: {
  ready: boolean
  disabled: boolean
  onSubmit: (inputPath: string) => void
}) {
  const t = useTranslations("annotate")
  return (
    <div role="group" aria-label={t("answers")} className="strip" data-points="2">
      <button
        type="button"
        className="answer ranking-give"
        data-ready={ready}
        aria-disabled={disabled}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        onPointerDown={(event) => event.preventDefault()}
        onClick={(event) => onSubmit(event.detail === 0 ? "button" : "pointer")}
      >
        <kbd aria-hidden className="key-cap" data-key="Ctrl ⏎" />
        <span className="answer-label">{t("writing.give")}</span>
      </button>
    </div>
  )
}
