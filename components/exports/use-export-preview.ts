"use client"

import { useEffect, useRef, useState } from "react"
import { type ExportPreviewView, exportPreviewSchema, type ExportWish } from "@/core/exports/export-view"
import { postExport } from "@/components/exports/post-export"

export type PreviewState =
  | { readonly kind: "counting"; readonly last: ExportPreviewView | null }
  | { readonly kind: "ready"; readonly preview: ExportPreviewView }
  | { readonly kind: "failed"; readonly message: string }

/** Counting reads every answer of the project, so it waits until the typing has stopped. */
const WAIT_MS = 500
/** What was counted a moment ago, for who goes back and forth between settings. */
const KEPT = 20
const FRESH_MS = 60_000

/**
 * Asks for the counts when the wish has changed and rests; the server gives up an older count at once. A wish
 * that was counted within the last minute is not counted again.
 */
export function useExportPreview(apiPath: string, wish: ExportWish): PreviewState {
  const key = JSON.stringify(wish)
  const [answer, setAnswer] = useState<{ key: string; state: PreviewState } | null>(null)
  const known = useRef(new Map<string, { readonly at: number; readonly preview: ExportPreviewView }>())
  useEffect(() => {
    const before = known.current.get(key)
    if (before && Date.now() - before.at < FRESH_MS) {
      setAnswer({ key, state: { kind: "ready", preview: before.preview } })
      return
    }
    const abort = new AbortController()
    const load = async () => {
      const result = await postExport(`${apiPath}/preview`, key, exportPreviewSchema, abort.signal)
      if (abort.signal.aborted) return
      const state: PreviewState = result.ok
        ? { kind: "ready", preview: result.data }
        : { kind: "failed", message: result.message }
      if (result.ok) keep(known.current, key, result.data)
      setAnswer({ key, state })
    }
    const timer = setTimeout(() => void load(), WAIT_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [apiPath, key])
  if (answer?.key === key) return answer.state
  return { kind: "counting", last: answer?.state.kind === "ready" ? answer.state.preview : null }
}

/** The oldest makes room. */
function keep(
  known: Map<string, { readonly at: number; readonly preview: ExportPreviewView }>,
  key: string,
  preview: ExportPreviewView,
): void {
  known.delete(key)
  known.set(key, { at: Date.now(), preview })
  const [oldest] = known.keys()
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
}
