"use client"

import { Pin } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { AnswerTurns } from "@/components/annotate/screen/answer-turns"
import type { WireProtocol } from "@/core/annotate/wire"
import type { NamedMark } from "@/components/annotate/screen/marked-text"
import type { TaskPage } from "@/components/annotate/store/database"

/** One of several texts, with its number (its key) and its rank so far. */
export function TextPanel({
  page,
  panel,
  live,
  covered,
  raw,
  rank,
  pinned,
  turns,
  onPin,
  foot,
  marks,
  list,
}: {
  page: TaskPage
  panel: number
  live: boolean
  covered: boolean
  raw: boolean
  rank: number | null
  pinned: boolean
  turns: WireProtocol["turns"]
  /** Undefined where there is nothing to pin it beside. */
  onPin: ((panel: number) => void) | undefined
  foot: ReactNode
  /** Marked words. */
  marks: readonly NamedMark[]
  /** The same as a list, under the text. */
  list: ReactNode
}) {
  const t = useTranslations("annotate")
  const number = panel + 1
  // One text alone needs no number to be told apart by.
  const single = page.task.panels.length === 1
  const shown = page.task.panels[panel]
  const texts = shown?.turns.map((turn) => ({ turn, text: page.texts[turn.text] })) ?? []
  const id = `text-${number}-${page.task.token}`
  return (
    <section className="text-panel" data-pinned={pinned} data-panel={panel} aria-labelledby={id}>
      <header className="text-head" data-single={single}>
        <h2 id={id} className="text-number">
          <span className="sr-only">{t("ranking.text", { number })}</span>
          {!single && (
            <span aria-hidden className="key-cap">
              {number}
            </span>
          )}
        </h2>
        {rank !== null && <span className="text-rank">{t("ranking.rank", { rank })}</span>}
        {onPin && (
          <button
            type="button"
            className="icon-button text-pin"
            aria-pressed={pinned}
            aria-label={t("ranking.pin", { number })}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onPin(panel)}
          >
            <Pin aria-hidden className="size-4" />
          </button>
        )}
      </header>
      {shown?.isEmpty && <p className="side-note">{t("emptyAnswer")}</p>}
      {texts.some(({ text }) => text?.plain) && !raw && <p className="side-note">{t("plain")}</p>}
      {marks.length > 0 && <p className="side-note">{t("marks.shown")}</p>}
      <div
        className="side-text"
        data-testid={live ? `completion-${number}` : undefined}
        data-text={panel}
        aria-hidden={covered || undefined}
      >
        <AnswerTurns page={page} panel={panel} raw={raw} turns={turns} marks={marks} />
      </div>
      {list}
      {foot}
    </section>
  )
}
