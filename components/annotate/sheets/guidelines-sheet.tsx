"use client"

import { useTranslations } from "next-intl"
import { useId } from "react"
import { Sheet } from "@/components/annotate/screen/sheet"
import { AnswerList } from "@/components/annotate/sheets/answer-list"
import { TextChanges } from "@/components/guidelines/text-changes"
import type { WireAnswer, WireGuidelines } from "@/core/annotate/wire"

export function GuidelinesSheet({
  guidelines,
  answers,
  answersSeen,
  changed,
  onClose,
}: {
  guidelines: WireGuidelines | null
  answers: readonly WireAnswer[]
  /** Newer ones were not there in the last sitting. */
  answersSeen: string
  changed: boolean
  onClose: () => void
}) {
  const t = useTranslations("annotate")
  const id = useId()
  return (
    <Sheet
      side
      title={t("guidelines.title")}
      onClose={onClose}
      onKeyDown={(event) => event.key.toLowerCase() === "g" && !event.ctrlKey && !event.metaKey && onClose()}
    >
      {guidelines === null ? (
        <p className="mt-4 text-ink-2">{t("guidelines.none")}</p>
      ) : (
        <>
          <p className="mt-1 text-sm text-ink-3">
            {t("guidelines.version", { version: guidelines.version })}
            {changed && <span className="ms-2 font-medium text-warn">{t("guidelines.changed")}</span>}
          </p>
          {guidelines.changes.length > 0 && (
            <section className="guideline-changes" aria-labelledby={`${id}-changes`}>
              <h3 id={`${id}-changes`} className="text-sm">
                {t("guidelines.whatChanged", {
                  version: guidelines.changesSince ?? guidelines.seenVersion ?? 0,
                })}
              </h3>
              <TextChanges
                changes={guidelines.changes}
                words={{
                  added: t("guidelines.added"),
                  removed: t("guidelines.removed"),
                  gap: t("guidelines.gap"),
                }}
              />
            </section>
          )}
          {/* The server has rendered and sanitised it, as it does with model text; see rendered-text.tsx. */}
          {/* oxlint-disable-next-line react/no-danger */}
          <div className="rendered mt-5" dir="auto" dangerouslySetInnerHTML={{ __html: guidelines.html }} />
        </>
      )}
      <AnswerList answers={answers} seen={answersSeen} />
    </Sheet>
  )
}
