"use client"

import { useEffect, useRef } from "react"
import { mayTakeFocus } from "@/components/annotate/screen/may-take-focus"
import type { KeyAction, KeyContext, Keymap } from "@/core/annotate/keymap"
import { resolveKey, toStroke } from "@/core/annotate/keymap"

const textFields =
  "textarea, select, [contenteditable=''], [contenteditable='true'], input:not([type='checkbox'], [type='radio'], [type='button'], [type='submit'], [type='range'])"
const covers = "dialog[open], [role='dialog'][data-state='open'], [role='menu'], [role='listbox']"
const controls = "button, a[href], summary, input, select, textarea, [role='button'], [role='tab']"

/** Listens on the whole document: a key judges wherever the focus is, but never while typing. */
export function useKeys(
  keymap: Keymap,
  singleKeysOff: boolean,
  act: (action: KeyAction, inputPath: string) => void,
): void {
  const latest = useRef({ keymap, singleKeysOff, act })
  useEffect(() => {
    latest.current = { keymap, singleKeysOff, act }
  }, [keymap, singleKeysOff, act])
  useEffect(() => {
    // A key that closes a window is spent, though by the time it gets here no window is open.
    let wasCovered = false
    const onStart = () => {
      wasCovered = document.querySelector(covers) !== null
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || wasCovered) return
      const now = latest.current
      const action = resolveKey(event, toContext(event.target, now.singleKeysOff), now.keymap)
      if (action === undefined) return
      event.preventDefault()
      now.act(action, `key:${toStroke(event) ?? ""}`)
    }
    document.addEventListener("keydown", onStart, { capture: true })
    document.addEventListener("keydown", onKey)
    return () => {
      document.removeEventListener("keydown", onStart, { capture: true })
      document.removeEventListener("keydown", onKey)
    }
  }, [])
}

function toContext(target: EventTarget | null, singleKeysOff: boolean): KeyContext {
  const element = target instanceof Element ? target : null
  return {
    typing: element?.closest(textFields) != null,
    covered: document.querySelector(covers) !== null,
    onControl: element?.closest(controls) != null,
    singleKeysOff,
  }
}

/**
 * Scrolls what there is to read, in reading order: down the prompt first, then both texts; up the
 * texts first, then the prompt. A page goes through both texts alone.
 */
export function scrollTexts(stage: HTMLElement | null, by: "line" | "page", direction: 1 | -1): void {
  const layer = stage?.querySelector<HTMLElement>(".layer[data-active='true']")
  if (!layer) return
  const prompt = layer.querySelector<HTMLElement>(".prompt-scroll")
  const sides = [...layer.querySelectorAll<HTMLElement>(".side-scroll")]
  const step = (element: HTMLElement) => direction * (by === "line" ? 72 : element.clientHeight * 0.85)
  const groups =
    by === "page" ? [sides, [layer]] : direction > 0 ? [[prompt], sides, [layer]] : [sides, [prompt], [layer]]
  for (const group of groups) {
    const movable = group.filter((one): one is HTMLElement => one != null && canScroll(one, direction))
    for (const one of movable) one.scrollTop += step(one)
    if (movable.length > 0) return
  }
}

function canScroll(element: HTMLElement, direction: 1 | -1): boolean {
  if (getComputedStyle(element).overflowY === "visible") return false
  const room =
    direction > 0 ? element.scrollHeight - element.clientHeight - element.scrollTop : element.scrollTop
  return room > 1
}

/** After the task in view has changed: focus on the same part of it, or on the stage, never nowhere. */
export function focusSame(stage: HTMLElement | null, part: string | null): void {
  const active = document.activeElement
  const lost =
    active === null ||
    active === document.body ||
    active.closest(".layer[data-active='false']") !== null ||
    !active.isConnected
  if (!stage || !lost || !mayTakeFocus() || document.querySelector("dialog[open]")) return
  const same = part && stage.querySelector<HTMLElement>(`.layer[data-active='true'] [data-scroll='${part}']`)
  const next = same || stage
  next.focus({ preventScroll: true })
}
