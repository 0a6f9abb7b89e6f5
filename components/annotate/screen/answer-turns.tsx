"use client"

import { useTranslations } from "next-intl"
import { useId, useState } from "react"
import { TurnText } from "@/components/annotate/screen/turn-text"
import type { TaskPage } from "@/components/annotate/store/database"
import { isFoldable } from "@/core/annotate/turn-look"
import type { WireProtocol, WireText, WireTurn } from "@/core/annotate/wire"

/**
 * The turns of one answer. Where turns are judged one by one, those before the last are context and
 * fold; system and tool turns fold anyway.
 */
export function AnswerTurns({
  page,
  panel,
  raw,
  turns: mode,
}: {
  page: TaskPage
  panel: number
  raw: boolean
  turns: WireProtocol["turns"]
}) {
  const turns = page.task.panels[panel]?.turns ?? []
  return turns.map((turn, index) => {
    const text = page.texts[turn.text]
    if (!text) return null
    const last = index === turns.length - 1
    const folds =
      !last && (mode === "each" || turn.role === "system" || turn.role === "tool") && isFoldable(text.raw)
    return (
      <AnswerTurn
        // Turns have no name but their place.
        // oxlint-disable-next-line react/no-array-index-key
        key={index}
        turn={turn}
        text={text}
        raw={raw}
        labelled={turns.length > 1}
        folds={folds}
        context={mode === "each" && !last}
      />
    )
  })
}

function AnswerTurn({
  turn,
  text,
  raw,
  labelled,
  folds,
  context,
}: {
  turn: WireTurn
  text: WireText
  raw: boolean
  labelled: boolean
  folds: boolean
  /** Not what is judged. */
  context: boolean
}) {
  const t = useTranslations("annotate")
  const [open, setOpen] = useState(false)
  const id = useId()
  const role = t(`role.${turn.role}`)
  return (
    <div
      className="answer-turn"
      {...(labelled && { role: "group", "aria-label": role, "data-label": role })}
      data-role={turn.role}
      data-context={context}
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
