"use client"

import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { AnswerTurns } from "@/components/annotate/screen/answer-turns"
import { RenderedText } from "@/components/annotate/screen/rendered-text"
import type { NamedMark } from "@/components/annotate/screen/marked-text"
import type { TaskPage } from "@/components/annotate/store/database"
import type { WireProtocol } from "@/core/annotate/wire"
import type { DiffRun } from "@/core/annotate/word-diff"

export function CompletionPanel({
  page,
  side,
  live,
  covered,
  raw,
  diff,
  turns,
  foot,
  marks,
  list,
}: {
  page: TaskPage
  side: "left" | "right"
  live: boolean
  covered: boolean
  raw: boolean
  diff: readonly DiffRun[] | null
  turns: WireProtocol["turns"]
  /** Ratings of this text, where the protocol asks for them. */
  foot: ReactNode
  /** Marked words. */
  marks: readonly NamedMark[]
  /** The same as a list, under the text. */
  list: ReactNode
}) {
  const t = useTranslations("annotate")
  const panel = page.task.panels[side === "left" ? 0 : 1]
  const texts = panel?.turns.map((turn) => ({ turn, text: page.texts[turn.text] })) ?? []
  const plain = texts.some(({ text }) => text?.plain)
  const changed = diff?.some((run) => !run.same) ?? false
  return (
    <section className="side" data-side={side} aria-labelledby={`${side}-${page.task.token}`}>
      {/* What scrolls has to be reachable by the keyboard (WCAG 2.1.1), or nobody could read on without a mouse. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="side-scroll" data-scroll={side} tabIndex={0} role="group" aria-label={t(side)}>
        <div className="side-column">
          <h2 id={`${side}-${page.task.token}`} className="side-label">
            {t(side)}
          </h2>
          {panel?.isEmpty && <p className="side-note">{t("emptyAnswer")}</p>}
          {plain && !raw && !diff && <p className="side-note">{t("plain")}</p>}
          {marks.length > 0 && !diff && <p className="side-note">{t("marks.shown")}</p>}
          {diff && <p className="side-note">{t(changed ? "differ" : "same")}</p>}
          <div
            className="side-text"
            data-testid={live ? `completion-${side}` : undefined}
            data-text={side === "left" ? 0 : 1}
            aria-hidden={covered || undefined}
          >
            {diff ? (
              <RenderedText text={whole} view={{ mode: "diff", runs: diff }} />
            ) : (
              <AnswerTurns
                page={page}
                panel={side === "left" ? 0 : 1}
                raw={raw}
                turns={turns}
                marks={marks}
              />
            )}
          </div>
          {list}
        </div>
      </div>
      {foot}
    </section>
  )
}

const whole = { html: "", raw: "", plain: null }
