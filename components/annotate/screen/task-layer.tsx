"use client"

import { useTranslations } from "next-intl"
import { lazy, memo, Suspense, useEffect, useMemo, useRef } from "react"
import { CompletionPanel } from "@/components/annotate/screen/completion-panel"
import { Conversation } from "@/components/annotate/screen/conversation"
import { FirstNote } from "@/components/annotate/screen/first-note"
import { ManyTexts } from "@/components/annotate/screen/many-texts"
import { PanelRatings } from "@/components/annotate/screen/panel-ratings"
import { copyCode, enhanceCode } from "@/components/annotate/screen/enhance-code"
import type { TaskPage } from "@/components/annotate/store/database"
import { activeCell, toCells } from "@/core/annotate/cells"
import type { WritingProps } from "@/components/annotate/writing/writing-props"
import { marksPart } from "@/components/annotate/screen/marks-part"
import type { Draft, Mark } from "@/core/annotate/draft"
import type { WireProtocol } from "@/core/annotate/wire"
import { diffWords } from "@/core/annotate/word-diff"

/** Fetched only where there is something to write. */
const WritingDesk = lazy(async () => ({
  default: (await import("@/components/annotate/writing/writing-desk")).WritingDesk,
}))

export type TaskLayerProps = {
  page: TaskPage
  /**
   * The task in view, the next one, or one after. The next one is painted already, under the one in
   * view, so that a key only has to take that one away; the others are laid out and no more.
   */
  place: "view" | "next" | "away"
  /** The task in view was painted as such: it may take the focus and the pointer. */
  settled: boolean
  /** Keys that judge are accepted: only then does the layer carry its test ids. */
  live: boolean
  covered: boolean
  raw: boolean
  diff: boolean
  protocol: WireProtocol
  /** Of the task in view; the others have none yet. */
  draft: Draft
  asked: number | null
  pins: readonly number[]
  syncScroll: boolean
  /** Changes with every setting that changes the layout. */
  layoutKey: string
  onReveal: () => void
  onDepth: (panel: number, share: number) => void
  onCopied: () => void
  onRate: (cell: number, value: number) => void
  onPin: (panel: number) => void
  onUnmark: (mark: Mark) => void
  onFirstNote: (note: string) => void
  onWrite: WritingProps["onWrite"]
  onHandIn: WritingProps["onSubmit"]
  onPreview: WritingProps["onPreview"]
}

/** A task, laid out. Everything that is the same for two tasks stands outside, so nothing jumps. */
export const TaskLayer = memo(function TaskLayer(props: TaskLayerProps) {
  const { page, place, live, covered, raw, diff, syncScroll, onDepth, protocol, draft } = props
  const active = place === "view"
  const t = useTranslations("annotate")
  const ref = useRef<HTMLDivElement>(null)
  const k = page.task.panels.length
  const cells = useMemo(() => toCells(protocol, k), [protocol, k])
  const open = active ? activeCell(cells, draft, props.asked) : undefined
  const words = useMemo(() => (diff ? diffWords(rawOf(page, 0), rawOf(page, 1)) : null), [diff, page])

  useEffect(() => {
    if (ref.current) enhanceCode(ref.current, { copy: t("copy") })
  }, [t, page, raw, diff, props.layoutKey])

  useEffect(() => {
    // The last turn is the question: a long conversation starts there.
    const scroller = ref.current?.querySelector<HTMLElement>(".prompt-scroll")
    const last = scroller?.querySelector<HTMLElement>(".turn[data-last='true']")
    if (scroller && last && page.task.prompt.length > 1)
      scroller.scrollTop = last.offsetTop - scroller.offsetTop - 12
  }, [page])

  // Where the next digit goes is in sight: the texts move only when it has gone on to another one.
  const openCell = open === undefined ? undefined : cells[open]
  const openPanel = openCell?.kind === "rating" ? openCell.panel : undefined
  useEffect(() => {
    if (ref.current && openPanel !== undefined) showPanel(ref.current, openPanel)
  }, [openPanel])
  useEffect(() => {
    if (open === undefined) return
    ref.current
      ?.querySelector<HTMLElement>(".side > .ratings > [data-active='true']")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [open])

  useEffect(() => {
    const layer = ref.current
    if (!layer || !active) return
    return watchScroll(layer, syncScroll, onDepth)
  }, [active, syncScroll, onDepth])

  return (
    // The click is the copy button's, which the server's HTML cannot carry; keys reach it as a button.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      ref={ref}
      className="layer"
      data-active={active}
      data-place={place}
      data-token={page.task.token}
      data-covered={covered}
      aria-hidden={!active}
      // Nobody tabs into what cannot be seen. Taken off a moment late, since it styles every element anew.
      inert={!active || !props.settled}
      onClick={(event) => {
        void copyCode(event.target).then((copied) => copied && props.onCopied())
      }}
    >
      {page.task.prompt.length > 0 && (
        <section className="prompt" aria-labelledby={`prompt-${page.task.token}`}>
          <h2 id={`prompt-${page.task.token}`} className="sr-only">
            {t("prompt")}
          </h2>
          {/* Scrolls, so the keyboard must reach it. */}
          <div
            className="prompt-scroll"
            data-scroll="prompt"
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            role="group"
            aria-label={t("prompt")}
          >
            {protocol.noteFirst && draft.firstNote === null ? (
              <FirstNote active={active && props.settled} onDone={props.onFirstNote} />
            ) : (
              <Conversation page={page} live={live} raw={raw} />
            )}
          </div>
        </section>
      )}
      {protocol.demonstration ? (
        <Suspense fallback={<div className="desk" />}>
          <WritingDesk
            page={page}
            draft={draft}
            demonstration={protocol.demonstration}
            live={live}
            settled={active && props.settled}
            onWrite={props.onWrite}
            onSubmit={props.onHandIn}
            onPreview={props.onPreview}
          />
        </Suspense>
      ) : protocol.kind === "PAIRWISE" ? (
        <div className="sides" data-sides>
          {(["left", "right"] as const).map((side, panel) => (
            <CompletionPanel
              key={side}
              page={page}
              side={side}
              live={live}
              covered={covered}
              raw={raw}
              diff={words?.[side] ?? null}
              turns={protocol.turns}
              {...marksPart(page, panel, protocol, draft, props.onUnmark)}
              foot={
                <PanelRatings
                  panel={panel}
                  name={t(side)}
                  cells={cells}
                  answers={draft}
                  activeCell={open}
                  criteria={protocol.criteria}
                  onRate={props.onRate}
                />
              }
            />
          ))}
        </div>
      ) : (
        <ManyTexts
          page={page}
          live={live}
          covered={covered}
          raw={raw}
          protocol={protocol}
          draft={draft}
          cells={cells}
          activeCell={open}
          pins={props.pins}
          onPin={props.onPin}
          onRate={props.onRate}
          onUnmark={props.onUnmark}
        />
      )}
      {covered && active && (
        <div className="cover">
          <p>{t("covered")}</p>
          <button type="button" className="answer" onClick={props.onReveal}>
            {t("reveal")}
          </button>
        </div>
      )}
    </div>
  )
})

function rawOf(page: TaskPage, panel: number): string {
  const turns = page.task.panels[panel]?.turns ?? []
  return turns.map((turn) => page.texts[turn.text]?.raw ?? "").join("\n\n")
}

/** Brings a panel into view where it is outside of it: one of several below, or the other side on a phone. */
function showPanel(layer: HTMLElement, panel: number): void {
  const sides = layer.querySelector<HTMLElement>("[data-sides]")
  const side = sides?.children[panel]
  if (sides && side instanceof HTMLElement) {
    if (sides.scrollWidth > sides.clientWidth + 1) sides.scrollLeft = side.offsetLeft - sides.offsetLeft
    return
  }
  const many = layer.querySelector<HTMLElement>(".many")
  const text = many?.querySelector<HTMLElement>(`[data-panel="${panel}"]`)
  if (!many || !text) return
  const [seen, own] = [many.getBoundingClientRect(), text.getBoundingClientRect()]
  // A few lines of it have to be seen, or it is as good as hidden.
  if (own.top > seen.bottom - 120 || own.bottom < seen.top + 60) many.scrollTop += own.top - seen.top
}

/** Scrolls the two panels together, and notes how far each has been seen. */
function watchScroll(layer: HTMLElement, sync: boolean, onDepth: TaskLayerProps["onDepth"]): () => void {
  const sides = [...layer.querySelectorAll<HTMLElement>(".side-scroll")]
  const stops = sides.map((side, index) => {
    const note = () => {
      if (side.scrollHeight > 0) onDepth(index, (side.scrollTop + side.clientHeight) / side.scrollHeight)
    }
    const follow = () => {
      note()
      if (!sync) return
      const other = sides[1 - index]
      if (!other) return
      // A shorter text stays at its end; it must not pull the longer one back.
      const end = other.scrollHeight - other.clientHeight
      const wanted = Math.min(side.scrollTop, end)
      const atOwnEnd = side.scrollTop >= side.scrollHeight - side.clientHeight - 1
      if (Math.abs(other.scrollTop - wanted) > 1 && !(atOwnEnd && other.scrollTop > side.scrollTop)) {
        other.scrollTop = wanted
      }
    }
    side.addEventListener("scroll", follow, { passive: true })
    // Measuring makes the browser lay out at once: not before the task is painted.
    const first = setTimeout(note, 100)
    return () => {
      clearTimeout(first)
      side.removeEventListener("scroll", follow)
    }
  })
  return () => {
    for (const stop of stops) stop()
  }
}
