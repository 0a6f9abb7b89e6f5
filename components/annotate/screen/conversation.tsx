"use client"

import { useTranslations } from "next-intl"
import { useId, useState } from "react"
import { TurnText } from "@/components/annotate/screen/turn-text"
import type { TaskPage } from "@/components/annotate/store/database"
import { isFoldable } from "@/core/annotate/turn-look"
import type { WireText, WireTurn } from "@/core/annotate/wire"

const missing: WireText = { html: "", raw: "", plain: null }

/**
 * The prompt. Earlier turns fold to a line, the last one is open. Who speaks is said beside the text
 * (as generated content and as the group's name), so that the test id holds the text alone.
 */
export function Conversation({ page, live, raw }: { page: TaskPage; live: boolean; raw: boolean }) {
  const { prompt } = page.task
  return (
    <div className="turns" data-testid={live ? "prompt" : undefined} data-single={prompt.length === 1}>
      {prompt.map((turn, index) => (
        <Turn
          // Turns have no name but their place.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          turn={turn}
          text={page.texts[turn.text] ?? missing}
          raw={raw}
          last={index === prompt.length - 1}
        />
      ))}
    </div>
  )
}

function Turn({ turn, text, raw, last }: { turn: WireTurn; text: WireText; raw: boolean; last: boolean }) {
  const t = useTranslations("annotate")
  const folds = !last && isFoldable(text.raw)
  const [open, setOpen] = useState(false)
  const id = useId()
  const role = t(`role.${turn.role}`)
  return (
    <div
      role="group"
      aria-label={role}
      className="turn"
      data-label={role}
      data-last={last}
      data-folded={folds && !open}
    >
      <div id={id} className="turn-text">
        <TurnText turn={turn} text={text} raw={raw} />
      </div>
      {folds && (
        <button
          type="button"
          className="turn-fold"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t(open ? "turnShowLess" : "turnShowAll", { role })}
          data-label={t(open ? "showLess" : "showAll")}
          onClick={() => setOpen(!open)}
        />
      )}
    </div>
  )
}
