"use client"

import type { KeyboardEvent } from "react"
import { useEffect, useMemo, useRef, useState } from "react"
import { MarkedText } from "@/components/annotate/screen/marked-text"
import type { NamedMark } from "@/components/annotate/screen/marked-text"
import type { WordRange, WordStep } from "@/core/annotate/mark-words"
import { rangeBetween, spanOfRange, stepWord, toWordSpans, wordAt } from "@/core/annotate/mark-words"
import type { Span } from "@/core/text-mask"

/**
 * The raw text of which words are chosen, whole words only. Arrows walk from word to word, with Shift
 * they take more; the pointer draws over words, or presses the first and then the last.
 */
export function WordPicker({
  raw,
  marks,
  span,
  label,
  describedBy,
  onPick,
  onDone,
}: {
  raw: string
  marks: readonly NamedMark[]
  span: Span | null
  label: string
  describedBy: string
  onPick: (span: Span) => void
  /** Enter: the words are chosen. */
  onDone: () => void
}) {
  const ref = useRef<HTMLDivElement>(null)
  const words = useMemo(() => toWordSpans(raw), [raw])
  // Where the next arrow starts, kept after the words are marked.
  const [head, setHead] = useState<number | null>(null)
  const [anchor, setAnchor] = useState<number | null>(null)
  // While the pointer draws, the browser shows what it takes; the text must not be cut anew under it.
  const [drawing, setDrawing] = useState(false)
  const [before, setBefore] = useState<Span | null>(null)
  const range = span && rangeBetween(words, span.start, span.end)

  const pick = (next: WordRange | null) => {
    const found = next && spanOfRange(words, next)
    if (!next || !found) return
    setAnchor(next.anchor)
    setHead(next.head)
    onPick(found)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    if (event.key === "Enter") {
      event.preventDefault()
      return onDone()
    }
    const isRtl = ref.current?.firstElementChild?.matches(":dir(rtl)") ?? false
    const step = event.key === " " ? undefined : toStep(event.key, isRtl)
    if (step === undefined) return
    event.preventDefault()
    // The first key goes to the first word, and the first after marking to the one it left.
    const from = head ?? range?.head ?? null
    const to = from === null ? 0 : stepWord(raw, words, from, step)
    pick({ anchor: event.shiftKey && span !== null ? (anchor ?? range?.anchor ?? to) : to, head: to })
    setDrawing(false)
  }

  useEffect(() => {
    // Keeps the word that moves in sight.
    if (span && !drawing) ref.current?.querySelector("[data-chosen]")?.scrollIntoView({ block: "nearest" })
  }, [span, drawing])

  /** What the pointer or a finger has drawn over, in the offsets of the raw text. */
  const drawn = (): readonly [number, number] | null => {
    const selection = document.getSelection()
    const text = ref.current?.firstElementChild
    if (!selection || !text || !selection.anchorNode || !selection.focusNode) return null
    if (!text.contains(selection.anchorNode) && !text.contains(selection.focusNode)) return null
    return [
      offsetIn(text, selection.anchorNode, selection.anchorOffset),
      offsetIn(text, selection.focusNode, selection.focusOffset),
    ]
  }
  const draw = () => {
    if (!drawing) setBefore(span)
    setDrawing(true)
  }
  const latest = useRef({ drawn, draw, pick, words })
  useEffect(() => {
    latest.current = { drawn, draw, pick, words }
  })
  useEffect(() => {
    // Handles on a touch screen move without any pointer event.
    const onChange = () => {
      const now = latest.current
      const offsets = document.getSelection()?.isCollapsed === false ? now.drawn() : null
      if (!offsets) return
      now.draw()
      now.pick(rangeBetween(now.words, ...offsets))
    }
    document.addEventListener("selectionchange", onChange)
    return () => document.removeEventListener("selectionchange", onChange)
  }, [])

  const onClick = () => {
    const offsets = drawn()
    setDrawing(false)
    if (!offsets) return
    const selection = document.getSelection()
    if (selection?.isCollapsed === false) {
      pick(rangeBetween(words, ...offsets))
      // From here on the page shows it, also when the focus has gone on.
      return selection.removeAllRanges()
    }
    const at = wordAt(words, offsets[0])
    if (at === null) return
    const extends_ = span !== null && head === anchor && range !== null && at !== range.anchor
    pick(extends_ ? { anchor: range.anchor, head: at } : { anchor: at, head: at })
  }
  return (
    // An application, so that a screen reader hands the arrows on; each choice is said by the window.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={ref}
      role="application"
      aria-label={label}
      aria-describedby={describedBy}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-autofocus
      className="word-picker"
      data-drawing={drawing}
      onKeyDown={onKeyDown}
      onPointerDown={draw}
      onBlur={() => setDrawing(false)}
      onClick={onClick}
    >
      <MarkedText raw={raw} marks={marks} chosen={drawing ? before : span} />
    </div>
  )
}

function toStep(key: string, isRtl: boolean): WordStep | undefined {
  const steps: Readonly<Record<string, WordStep>> = {
    ArrowRight: isRtl ? "previous" : "next",
    ArrowLeft: isRtl ? "next" : "previous",
    ArrowDown: "nextLine",
    ArrowUp: "previousLine",
    Home: "first",
    End: "last",
  }
  return steps[key]
}

/** How much of the text stands before a place in its element; a range's text is its text nodes' own. */
function offsetIn(text: Element, node: Node, offset: number): number {
  if (!text.contains(node)) {
    const follows = (text.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
    return follows ? (text.textContent?.length ?? 0) : 0
  }
  const range = document.createRange()
  range.setStart(text, 0)
  range.setEnd(node, offset)
  return range.toString().length
}
