"use client"

import { memo, useMemo } from "react"
import { RenderedText } from "@/components/annotate/screen/rendered-text"
import { TaskLayer } from "@/components/annotate/screen/task-layer"
import type { Case } from "@/core/adjudication/wire"
import type { Preferences } from "@/core/annotate/preferences"
import type { WireText, WireTurn } from "@/core/annotate/wire"

type Props = {
  one: Case
  texts: Readonly<Record<string, WireText>>
  active: boolean
  live: boolean
  raw: boolean
  diff: boolean
  preferences: Preferences
}

/** A task with its texts: the annotate page's own layer for pairs, a plain column for what cannot be ruled on. */
export const CaseLayer = memo(function CaseLayer({ one, texts, preferences, ...view }: Props) {
  const page = useMemo(() => ({ task: one.task, texts }), [one.task, texts])
  if (!one.pair) return <PlainTask one={one} texts={texts} active={view.active} />
  return (
    <TaskLayer
      {...view}
      page={page}
      covered={false}
      syncScroll={preferences.syncScroll}
      layoutKey={`${preferences.fontSize}:${preferences.measure}:${preferences.wrapCode}`}
      onReveal={nothing}
      onDepth={nothing}
      onCopied={nothing}
    />
  )
})

const nothing = () => undefined

function PlainTask({ one, texts, active }: { one: Case; texts: Props["texts"]; active: boolean }) {
  const turns = (list: readonly WireTurn[]) =>
    list.map((turn, index) => {
      const text = texts[turn.text]
      // Turns have no name but their place.
      // oxlint-disable-next-line react/no-array-index-key
      return text ? <RenderedText key={index} text={text} view={{ mode: "html" }} /> : null
    })
  return (
    <div className="layer plain-task" data-active={active} data-token={one.task.token} aria-hidden={!active}>
      {/* Scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="plain-scroll" data-scroll="prompt" tabIndex={0} role="group" aria-label="Task">
        <section data-testid={active ? "prompt" : undefined} className="turns">
          {turns(one.task.prompt)}
        </section>
        {one.task.panels.map((panel, index) => (
          // Texts have no name but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <section key={index} className="side" aria-label={`Text ${index + 1}`}>
            <div className="side-column">
              <h2 className="side-label">Text {index + 1}</h2>
              {panel.isEmpty ? (
                <p className="side-note">The model gave an empty answer.</p>
              ) : (
                turns(panel.turns)
              )}
            </div>
          </section>
        ))}
      </div>
    </div>
  )
}
