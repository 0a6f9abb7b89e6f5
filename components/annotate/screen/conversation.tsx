"use client"

import { FoldingTurn } from "@/components/annotate/screen/folding-turn"
import type { TaskPage } from "@/components/annotate/store/database"
import { isFoldable } from "@/core/annotate/turn-look"
import type { WireText } from "@/core/annotate/wire"

const missing: WireText = { html: "", raw: "", plain: null }

/**
 * The prompt. Earlier turns fold to a line, the last one is open. Who speaks is said beside the text
 * (as generated content and as the group's name), so that the test id holds the text alone.
 */
export function Conversation({ page, live, raw }: { page: TaskPage; live: boolean; raw: boolean }) {
  const { prompt } = page.task
  return (
    <div className="turns" data-testid={live ? "prompt" : undefined} data-single={prompt.length === 1}>
      {prompt.map((turn, index) => {
        const text = page.texts[turn.text] ?? missing
        const last = index === prompt.length - 1
        return (
          <FoldingTurn
            // Turns have no name but their place.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            className="turn"
            data-last={last}
            turn={turn}
            text={text}
            raw={raw}
            folds={!last && isFoldable(text.raw)}
            labelled
          />
        )
      })}
    </div>
  )
}
