"use client"

import { useTranslations } from "next-intl"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import { useAnswerWords } from "@/components/annotate/screen/use-answer-words"
import type { Keymap } from "@/core/annotate/keymap"
import { toKeyShortcuts } from "@/core/annotate/keymap"
import type { Outcome } from "@/core/annotate/reducer"
import type { AnswerAction, StripScale } from "@/core/annotate/strip"
import { stripAnswers } from "@/core/annotate/strip"
import type { WireProtocol } from "@/core/annotate/wire"
import { cx } from "@/components/ui/cx"

/**
 * One button for each answer, in the order of the panels: what favours the left stands left. A click
 * leaves the focus where it was, so that the keys go on as before.
 */
export function VerdictStrip({
  scale,
  asks,
  keymap,
  disabled,
  storing,
  before,
  onAnswer,
}: {
  scale: StripScale
  asks: WireProtocol["asks"]
  keymap: Keymap
  disabled: boolean
  storing: Outcome | null
  before: Outcome | null
  onAnswer: (action: AnswerAction, inputPath: string) => void
}) {
  const t = useTranslations("annotate")
  const words = useAnswerWords(scale, asks)
  const answers = stripAnswers(scale)
  const ends = [answers[0], answers.findLast(({ verdict }) => verdict.side === "right")]
  return (
    <>
      {scale.points > 4 && (
        // Where the buttons of a graded scale have no room for words, their ends are said above them.
        <p aria-hidden className="strip-ends" dir="ltr">
          {ends.map((end) => end && <span key={end.action}>{words.full(end.action)}</span>)}
        </p>
      )}
      <div role="group" aria-label={t("answers")} className="strip" data-points={scale.points}>
        {answers.map(({ action, verdict }) => {
          const chosen = storing?.kind === "answer" && storing.action === action
          const earlier = before?.kind === "answer" && before.action === action
          return (
            <button
              key={action}
              type="button"
              aria-keyshortcuts={toKeyShortcuts(keymap[action])}
              className={cx("answer", verdict.side === "tie" && "answer-middle")}
              data-side={verdict.side}
              data-chosen={chosen}
              data-before={earlier}
              aria-label={words.full(action)}
              aria-disabled={disabled}
              onPointerDown={(event) => event.preventDefault()}
              onClick={(event) => onAnswer(action, event.detail === 0 ? "button" : "pointer")}
            >
              <KeyCap strokes={keymap[action]} />
              <span className="answer-label">{words.short(action)}</span>
              {earlier && <span className="sr-only">({t("answer.before")})</span>}
            </button>
          )
        })}
      </div>
    </>
  )
}
