"use client"

import { FoldingTurn } from "@/components/annotate/screen/folding-turn"
import type { NamedMark } from "@/components/annotate/screen/marked-text"
import type { TaskPage } from "@/components/annotate/store/database"
import { isFoldable } from "@/core/annotate/turn-look"
import type { WireProtocol } from "@/core/annotate/wire"

/**
 * The turns of one answer. Where turns are judged one by one, those before the last are context and
 * fold; system and tool turns fold anyway.
 */
export function AnswerTurns({
  page,
  panel,
  raw,
  turns: mode,
  marks,
}: {
  page: TaskPage
  panel: number
  raw: boolean
  turns: WireProtocol["turns"]
  /** Marked words of the last turn. */
  marks: readonly NamedMark[]
}) {
  const turns = page.task.panels[panel]?.turns ?? []
  return turns.map((turn, index) => {
    const text = page.texts[turn.text]
    if (!text) return null
    const last = index === turns.length - 1
    const folds =
      !last && (mode === "each" || turn.role === "system" || turn.role === "tool") && isFoldable(text.raw)
    return (
      <FoldingTurn
        // Turns have no name but their place.
        // oxlint-disable-next-line react/no-array-index-key
        key={index}
        className="answer-turn"
        data-role={turn.role}
        data-context={mode === "each" && !last}
        turn={turn}
        text={text}
        raw={raw}
        folds={folds}
        labelled={turns.length > 1}
        {...(last && { marks })}
      />
    )
  })
}
