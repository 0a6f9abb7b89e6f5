"use client"

import { useTranslations } from "next-intl"
import { useId, useState } from "react"
import { Badge } from "@/components/ui/badge"
import type { WireAnswer } from "@/core/annotate/wire"

/** What others asked and what was answered, newest first; what came since the last sitting is marked. */
export function AnswerList({ answers, seen }: { answers: readonly WireAnswer[]; seen: string }) {
  const t = useTranslations("annotate")
  const id = useId()
  // As it was when the window was opened: closing it counts as seen.
  const [since] = useState(seen)
  if (answers.length === 0) return null
  return (
    <section aria-labelledby={id} className="mt-8 border-t border-line pt-5">
      <h3 id={id} className="text-base">
        {t("guidelines.answers")}
      </h3>
      <ul className="mt-3 grid gap-5">
        {answers.map((answer) => (
          <li key={answer.at}>
            <p className="flex flex-wrap items-baseline gap-2">
              <span dir="auto" className="font-medium whitespace-pre-wrap wrap-anywhere">
                {answer.question}
              </span>
              {answer.at > since && <Badge tone="accent">{t("guidelines.answerNew")}</Badge>}
              {answer.own && <Badge>{t("guidelines.answerOwn")}</Badge>}
            </p>
            {/* The server has rendered and sanitised it, as it does with model text; see rendered-text.tsx. */}
            {/* oxlint-disable-next-line react/no-danger */}
            <div className="rendered mt-1" dir="auto" dangerouslySetInnerHTML={{ __html: answer.html }} />
          </li>
        ))}
      </ul>
    </section>
  )
}
