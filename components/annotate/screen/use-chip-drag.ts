"use client"

import type { MouseEvent, PointerEvent } from "react"
import { useEffect, useRef, useState } from "react"
import type { RankTarget } from "@/core/annotate/ranking-input"

/** Further than this is a drag, less is a press. */
const slop = 6

type Drag = { readonly panel: number; readonly x: number; readonly y: number; moved: boolean }

/**
 * Draws a chip by mouse, pen or finger. Where it may be dropped says `data-drop`: `before:i`,
 * `into:i` or `out`. Pointer events rather than the browser's drag and drop, which touch does not have.
 */
export function useChipDrag(onMove: (panel: number, target: RankTarget | null) => void) {
  const [panel, setPanel] = useState<number | null>(null)
  const drag = useRef<Drag | null>(null)
  const dropped = useRef(false)
  const move = useRef(onMove)
  useEffect(() => {
    move.current = onMove
  }, [onMove])

  useEffect(() => {
    const mark = (under: Element | null) => {
      for (const one of document.querySelectorAll("[data-drop][data-over]")) one.removeAttribute("data-over")
      under?.setAttribute("data-over", "")
    }
    const onPointerMove = (event: globalThis.PointerEvent) => {
      const now = drag.current
      if (!now) return
      if (!now.moved && Math.hypot(event.clientX - now.x, event.clientY - now.y) < slop) return
      now.moved = true
      setPanel(now.panel)
      event.preventDefault()
      mark(dropAt(event))
    }
    const end = (event: globalThis.PointerEvent) => {
      const now = drag.current
      drag.current = null
      if (!now) return
      setPanel(null)
      mark(null)
      dropped.current = now.moved
      if (!now.moved || event.type === "pointercancel") return
      const place = dropAt(event)
      if (place) move.current(now.panel, toTarget(place))
    }
    document.addEventListener("pointermove", onPointerMove, { passive: false })
    document.addEventListener("pointerup", end)
    document.addEventListener("pointercancel", end)
    return () => {
      document.removeEventListener("pointermove", onPointerMove)
      document.removeEventListener("pointerup", end)
      document.removeEventListener("pointercancel", end)
    }
  }, [])

  return {
    panel,
    begin: (event: PointerEvent, of: number) => {
      if (event.button !== 0) return
      // The focus stays with the texts, and a finger draws instead of scrolling.
      event.preventDefault()
      dropped.current = false
      drag.current = { panel: of, x: event.clientX, y: event.clientY, moved: false }
    },
    /** The click that follows a drop is not a press. */
    wasDrag: (event: MouseEvent) => event.detail !== 0 && dropped.current,
  }
}

function dropAt(event: globalThis.PointerEvent): HTMLElement | null {
  const under = document.elementFromPoint(event.clientX, event.clientY)
  return under?.closest<HTMLElement>("[data-drop]") ?? null
}

function toTarget(place: HTMLElement): RankTarget | null {
  const [kind, index] = (place.dataset["drop"] ?? "").split(":")
  if (kind === "into") return { into: Number(index) }
  return kind === "before" ? { before: Number(index) } : null
}
