"use client"

import { memo, useEffect, useMemo, useRef } from "react"
import { Conversation } from "@/components/annotate/screen/conversation"
import type { ShownMark } from "@/components/annotate/screen/marked-text"
import { RenderedText } from "@/components/annotate/screen/rendered-text"
import type { BlindVote, Case } from "@/core/adjudication/wire"
import type { Preferences } from "@/core/annotate/preferences"
import type { WirePanel, WireText } from "@/core/annotate/wire"
import type { DiffRun } from "@/core/annotate/word-diff"
import { diffWords } from "@/core/annotate/word-diff"

type Props = {
  one: Case
  texts: Readonly<Record<string, WireText>>
  active: boolean
  live: boolean
  raw: boolean
  diff: boolean
  /** Once they were looked at: the words that people marked show in the texts. */
  votes: readonly BlindVote[] | null
  preferences: Preferences
}

const sides = ["left", "right"] as const
const names = { left: "Left", right: "Right" } as const
const whole: WireText = { html: "", raw: "", plain: null }

/** A task with its texts, laid out as on the annotate page; what cannot be ruled on has its texts one below the other. */
export const CaseLayer = memo(function CaseLayer({
  one,
  texts,
  active,
  live,
  raw,
  diff,
  votes,
  preferences,
}: Props) {
  const page = useMemo(() => ({ task: one.task, texts }), [one.task, texts])
  const ref = useRef<HTMLDivElement>(null)
  const [left, right] = one.task.panels
  const words = useMemo(
    () => (diff && left && right ? diffWords(rawOf(left, texts), rawOf(right, texts)) : null),
    [diff, left, right, texts],
  )
  useEffect(() => {
    if (ref.current && active && preferences.syncScroll) return scrollTogether(ref.current)
    return undefined
  }, [active, preferences.syncScroll])
  const { token } = one.task
  return (
    <div
      ref={ref}
      className="layer"
      data-active={active}
      data-place={active ? "view" : "away"}
      data-token={token}
      data-ruled={one.pair !== null}
      aria-hidden={!active}
      inert={!active}
    >
      <section className="prompt" aria-labelledby={`prompt-${token}`}>
        <h2 id={`prompt-${token}`} className="sr-only">
          Prompt
        </h2>
        <div
          className="prompt-scroll"
          data-scroll="prompt"
          // Scrolls, so the keyboard must reach it.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="group"
          aria-label="Prompt"
        >
          <Conversation page={page} live={live} raw={raw} />
        </div>
      </section>
      <div className="sides" data-sides>
        {one.task.panels.map((panel, index) => {
          const side = one.pair ? sides[index] : undefined
          return (
            <CasePanel
              // Texts have no name but their place.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              label={side ? names[side] : `Text ${index + 1}`}
              scroll={side ?? `text-${index}`}
              testId={live && side ? `completion-${side}` : undefined}
              panel={panel}
              texts={texts}
              raw={raw}
              runs={side && words ? words[side] : null}
              marks={side && votes ? marksOn(side, votes) : none}
            />
          )
        })}
      </div>
    </div>
  )
})

function CasePanel({
  label,
  scroll,
  testId,
  panel,
  texts,
  raw,
  runs,
  marks,
}: {
  label: string
  scroll: string
  testId: string | undefined
  panel: WirePanel
  texts: Props["texts"]
  raw: boolean
  runs: readonly DiffRun[] | null
  /** Marked words of the last turn. */
  marks: readonly ShownMark[]
}) {
  const last = panel.turns.length - 1
  return (
    <section className="side" aria-label={label}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard */}
      <div className="side-scroll" data-scroll={scroll} tabIndex={0} role="group" aria-label={label}>
        <div className="side-column">
          <h2 className="side-label">{label}</h2>
          {panel.isEmpty && <p className="side-note">The model gave an empty answer.</p>}
          {marks.length > 0 && !runs && (
            <p className="side-note">Shown as it was written, with the words that were marked.</p>
          )}
          <div className="side-text" data-testid={testId}>
            {runs ? (
              <RenderedText text={whole} view={{ mode: "diff", runs }} />
            ) : (
              panel.turns.map((turn, index) => (
                <div
                  // Turns have no name but their place.
                  // oxlint-disable-next-line react/no-array-index-key
                  key={index}
                  className="answer-turn"
                  data-label={panel.turns.length > 1 ? turn.role : undefined}
                >
                  <RenderedText
                    text={texts[turn.text] ?? whole}
                    view={
                      index === last && marks.length > 0
                        ? { mode: "marks", marks }
                        : { mode: raw ? "raw" : "html" }
                    }
                  />
                </div>
              ))
            )}
          </div>
        </div>
      </div>
    </section>
  )
}

const none: readonly ShownMark[] = []

/** The words that any vote marked in one of the texts; the same words marked as the same thing once. */
function marksOn(side: "left" | "right", votes: readonly BlindVote[]): readonly ShownMark[] {
  const marks = votes.flatMap((vote) =>
    vote.flags.flatMap((flag) =>
      flag.side === side && flag.span ? [{ mark: { span: flag.span }, label: flag.label }] : [],
    ),
  )
  const names = marks.map(({ mark, label }) => `${mark.span.start} ${mark.span.end} ${label}`)
  return marks.filter((_, place) => names.indexOf(names[place] ?? "") === place)
}

function rawOf(panel: WirePanel, texts: Props["texts"]): string {
  return panel.turns.map((turn) => texts[turn.text]?.raw ?? "").join("\n\n")
}

/** The two texts keep step; the shorter one stays at its end and does not pull the longer one back. */
function scrollTogether(layer: HTMLElement): () => void {
  const both = [...layer.querySelectorAll<HTMLElement>(".side-scroll")]
  const stops = both.map((side, index) => {
    const follow = () => {
      const other = both[1 - index]
      if (!other || both.length !== 2) return
      const wanted = Math.min(side.scrollTop, other.scrollHeight - other.clientHeight)
      const atOwnEnd = side.scrollTop >= side.scrollHeight - side.clientHeight - 1
      if (Math.abs(other.scrollTop - wanted) > 1 && !(atOwnEnd && other.scrollTop > side.scrollTop)) {
        other.scrollTop = wanted
      }
    }
    side.addEventListener("scroll", follow, { passive: true })
    return () => side.removeEventListener("scroll", follow)
  })
  return () => {
    for (const stop of stops) stop()
  }
}
